import { useLazyQuery } from '@apollo/client/react';
import { PERMISSIONS } from '@countersign/schema';
import { useEffect, useState } from 'react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import type { FilterOption } from '../../ui/filter-panel.tsx';
import { LEVEL_NAMES, permissionText } from '../../ui/use-list-location.ts';
import { useSettled } from '../../ui/use-settled.ts';

const FilterOwners_query = graphql(`
  query FilterOwners($login: String!, $text: String) {
    organization(login: $login) {
      id
      members(first: 50, text: $text) {
        nodes {
          id
          login
          name
          avatarUrl
        }
      }
    }
  }
`);

const FilterRepositories_query = graphql(`
  query FilterRepositories($login: String!, $text: String) {
    organization(login: $login) {
      id
      repositories(first: 50, text: $text) {
        nodes {
          id
          name
        }
      }
    }
  }
`);

/** Every permission at each of its levels; a level finds those at it or higher. Account permissions never concern an organization. */
export const PERMISSION_OPTIONS: readonly FilterOption[] = PERMISSIONS.filter(
  ({ resource }) => resource !== 'user',
).flatMap(({ key, title, resource, levels }) =>
  levels.map((name) => {
    const level = LEVEL_NAMES[name];
    return {
      id: permissionText({ key, level }),
      text: t('tokenFilters.permission', { title, level: t(`permissions.level.${level}`) }),
      group: t(`permissions.group.${resource}`),
    };
  }),
);

/** The organization's members, searched by the server; asked for when the panel opens. */
export function useOwnerOptions(login: string) {
  const [load, { data, previousData, loading }] = useLazyQuery(FilterOwners_query);
  const search = useSearch((text) => void load({ variables: { login, text } }));
  const members = (data ?? previousData)?.organization?.members?.nodes ?? [];
  const options = members
    .filter((member) => member !== null)
    .map(({ login: id, name, avatarUrl }): FilterOption => ({ id, text: name ? `${id} (${name})` : id, avatarUrl }));
  return { options, loading, onSearch: search };
}

/** The organization's repositories, searched by the server; asked for when the panel opens. */
export function useRepositoryOptions(login: string) {
  const [load, { data, previousData, loading }] = useLazyQuery(FilterRepositories_query);
  const search = useSearch((text) => void load({ variables: { login, text } }));
  const repositories = (data ?? previousData)?.organization?.repositories?.nodes ?? [];
  const options = repositories.flatMap((repository): FilterOption[] =>
    repository ? [{ id: repository.name, text: repository.name }] : [],
  );
  return { options, loading, onSearch: search };
}

function useSearch(load: (text: string) => void) {
  const [text, setText] = useState<string | null>(null);
  const settled = useSettled(text);
  useEffect(() => {
    if (settled !== null) load(settled);
    // The loader is new at each render; only another text is a reason to load.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [settled]);
  return setText;
}
