import { useQuery } from '@apollo/client/react';
import { LIMITS } from '@countersign/schema';
import { useState } from 'react';
import { graphql } from '../../gql/index.ts';
import type { ChosenRepository } from '../../ui/chosen-repository.ts';
import { RepositorySelect } from '../../ui/repository-select.tsx';
import { useSettled } from '../../ui/use-settled.ts';

const RepositoryPicker_query = graphql(`
  query RepositoryPicker($owner: String!, $text: String!) {
    viewer {
      id
      resourceOwners(login: $owner) {
        login
        repositories(text: $text, first: 50) {
          totalCount
          nodes {
            id
            name
            visibility
          }
        }
      }
    }
  }
`);

type Props = { owner: string; chosen: ChosenRepository[]; onChange: (chosen: ChosenRepository[]) => void };

/** Searches the repositories that a token for this owner could be given; at most 50 are chosen. (TK-4) */
export function RepositoryPicker({ owner, chosen, onChange }: Props) {
  const [search, setSearch] = useState<string | null>(null);
  const text = useSettled(search?.trim() ?? '');
  const { data, previousData, loading, error } = useQuery(RepositoryPicker_query, {
    variables: { owner, text },
    skip: search === null,
  });
  const found = (data ?? previousData)?.viewer.resourceOwners?.find(({ login }) => login === owner)?.repositories;
  return (
    <RepositorySelect
      owner={owner}
      chosen={chosen}
      onChange={onChange}
      limit={LIMITS.tokenRepositories}
      found={found ?? null}
      loading={loading}
      error={error}
      onSearch={setSearch}
    />
  );
}
