import type { Answers } from './render-at.tsx';

const ACME = { __typename: 'Organization', id: 'O_acme' };

/** The organization's settings as its owner sees them, around the page that is meant. */
export const inSettings = (role: 'OWNER' | 'MEMBER' = 'OWNER'): Answers => ({
  OrganizationSettings: () => ({
    organization: { ...ACME, login: 'acme', name: 'Acme', avatarUrl: '/acme.png', viewerRole: role },
  }),
  PendingCount: () => ({
    organization: {
      ...ACME,
      waiting: { __typename: 'TokenRequestConnection', totalCount: 0, totalCountIsExact: true },
    },
  }),
});

/** Something of the organization. */
export const ofAcme = (fields: object) => ({ organization: { ...ACME, ...fields } });

/** A whole list, or its first page when `next` is a cursor. */
export const aPage = (typename: string, nodes: readonly object[], next: string | null = null) => ({
  __typename: `${typename}Connection`,
  totalCount: nodes.length,
  pageInfo: {
    __typename: 'PageInfo',
    hasNextPage: next !== null,
    hasPreviousPage: false,
    startCursor: null,
    endCursor: next,
  },
  nodes,
});

const permission = (key: string, level: string) => ({ __typename: 'Permission', key, level });

/** `{ contents: 'READ' }` in a list. */
export const aPermissionList = (levels: Record<string, string>) =>
  Object.entries(levels).map(([key, level]) => permission(key, level));

/** Of repositories and of the organization, in their groups. */
export const aPermissionSet = (repository: Record<string, string>, organization: Record<string, string> = {}) => ({
  __typename: 'PermissionSet',
  repository: aPermissionList(repository),
  organization: aPermissionList(organization),
  user: [],
});
