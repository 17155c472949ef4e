import { skipToken, useQuery } from '@apollo/client/react';
import { PERMISSIONS } from '@countersign/schema';
import { useMemo, useState } from 'react';
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
export const usePermissionOptions = (): readonly FilterOption[] =>
  useMemo(
    () =>
      PERMISSIONS.filter(({ resource }) => resource !== 'user').flatMap(({ key, title, resource, levels }) =>
        levels.map((name) => {
          const level = LEVEL_NAMES[name];
          return {
            id: permissionText({ key, level }),
            text: t('tokenFilters.permission', { title, level: t(`permissions.level.${level}`) }),
            group: t(`permissions.group.${resource}`),
          };
        }),
      ),
    [],
  );

/** The organization's members, searched by the server; asked for when the panel opens. */
export function useOwnerOptions(login: string) {
  const { text, onSearch } = useSearchText();
  const { data, previousData, loading } = useQuery(
    FilterOwners_query,
    text === null ? skipToken : { variables: { login, text } },
  );
  const members = (data ?? previousData)?.organization?.members?.nodes;
  const options = useMemo(
    () => (members ?? []).flatMap((member): FilterOption[] => (member ? [optionOf(member)] : [])),
    [members],
  );
  return { options, loading: loading || !members, onSearch };
}

const optionOf = ({
  login,
  name,
  avatarUrl,
}: {
  login: string;
  name: string | null;
  avatarUrl: string;
}): FilterOption => ({
  id: login,
  text: name ? `${login} (${name})` : login,
  avatarUrl,
});

/** The organization's repositories, searched by the server; asked for when the panel opens. */
export function useRepositoryOptions(login: string) {
  const { text, onSearch } = useSearchText();
  const { data, previousData, loading } = useQuery(
    FilterRepositories_query,
    text === null ? skipToken : { variables: { login, text } },
  );
  const repositories = (data ?? previousData)?.organization?.repositories?.nodes;
  const options = useMemo(
    () =>
      (repositories ?? []).flatMap((repository): FilterOption[] =>
        repository ? [{ id: repository.name, text: repository.name }] : [],
      ),
    [repositories],
  );
  return { options, loading: loading || !repositories, onSearch };
}

/** What to search for once the typing pauses; null until the panel was opened, and at once when it opens. */
function useSearchText() {
  const [typed, onSearch] = useState<string | null>(null);
  const settled = useSettled(typed);
  return { text: typed === '' ? typed : settled, onSearch };
}
