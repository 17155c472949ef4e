import { useQuery } from '@apollo/client/react';
import { FormControl, Radio, RadioGroup } from '@primer/react';
import { useState } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import type { ChosenRepository } from '../../ui/chosen-repository.ts';
import { RepositorySelect } from '../../ui/repository-select.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import styles from './apps.module.css';

const InstallationRepositories_query = graphql(`
  query InstallationRepositories($login: String!, $text: String!) {
    organization(login: $login) {
      id
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
`);

export type Reach = { repositorySelection: 'ALL' | 'SUBSET'; repositories: ChosenRepository[] };
const SELECTIONS = ['ALL', 'SUBSET'] as const;

type Props = {
  id: string;
  organization: string;
  reach: Reach;
  problem?: string;
  onChange: (reach: Reach) => void;
};

/** Which repositories of an organization an App reaches: all, or these. */
export function InstallationRepositories({ id, organization: login, reach, problem, onChange }: Props) {
  const [search, setSearch] = useState<string | null>(null);
  const text = useSettled(search?.trim() ?? '');
  const { data, previousData, loading, error } = useQuery(InstallationRepositories_query, {
    variables: { login, text },
    skip: search === null,
  });
  return (
    <div id={id} tabIndex={-1} className={styles.stack}>
      <RadioGroup
        name={`${id}-selection`}
        onChange={(value) =>
          onChange({ ...reach, repositorySelection: SELECTIONS.find((known) => known === value) ?? 'ALL' })
        }
      >
        <RadioGroup.Label>{t('apps.repositories.title')}</RadioGroup.Label>
        {SELECTIONS.map((selection) => (
          <FormControl key={selection}>
            <Radio value={selection} checked={reach.repositorySelection === selection} />
            <FormControl.Label>{t(`apps.repositories.${selection}`)}</FormControl.Label>
            <FormControl.Caption>{t(`apps.repositories.${selection}About`)}</FormControl.Caption>
          </FormControl>
        ))}
        {problem && <RadioGroup.Validation variant="error">{problem}</RadioGroup.Validation>}
      </RadioGroup>
      {reach.repositorySelection === 'SUBSET' && (
        <RepositorySelect
          owner={login}
          chosen={reach.repositories}
          onChange={(repositories) => onChange({ ...reach, repositories })}
          found={(data ?? previousData)?.organization?.repositories ?? null}
          loading={loading}
          error={error}
          onSearch={setSearch}
        />
      )}
    </div>
  );
}

/** As the mutations want it: by global id, and none where all are meant. */
export const toReachInput = ({ repositorySelection, repositories }: Reach) => ({
  repositorySelection,
  repositories: repositorySelection === 'SUBSET' ? repositories.map(({ id }) => id) : [],
});
