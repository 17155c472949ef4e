import { t } from '../i18n/t.ts';
import type { PermissionGroups } from './permission-list.tsx';

export type RepositoryChoice = {
  repositorySelection: 'NONE' | 'ALL' | 'SUBSET';
  repositories: { totalCount: number; nodes: readonly ({ name: string } | null)[] };
};

/** "payroll, api and 3 more": which repositories, in a few words. */
export function repositoriesText({ repositorySelection, repositories }: RepositoryChoice): string {
  if (repositorySelection === 'NONE') return t('repositories.none');
  if (repositorySelection === 'ALL') return t('repositories.all');
  const names = repositories.nodes.flatMap((repository) => repository?.name ?? []).join(', ');
  const more = repositories.totalCount - repositories.nodes.length;
  return more > 0 ? t('repositories.andMore', { names, count: more }) : names;
}

/** "3 repository permissions, 1 organization permission": how much, in a few words. */
export function permissionsText({ repository, organization, user }: PermissionGroups): string {
  const parts = [
    repository.length > 0 && t('permissions.repositoryCount', { count: repository.length }),
    organization.length > 0 && t('permissions.organizationCount', { count: organization.length }),
    user.length > 0 && t('permissions.userCount', { count: user.length }),
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(', ') : t('permissions.none');
}
