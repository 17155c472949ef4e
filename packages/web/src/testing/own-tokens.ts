import type { ApolloClient } from '@apollo/client';
import { expect } from 'vitest';

/** Who has the tokens that tests are about. */
export const mona = { __typename: 'User', id: 'U_1', login: 'mona', avatarUrl: '/mona.png' };

/** The list of one's own tokens, as the server tells it. */
export const theTokens = (...nodes: object[]) => ({
  viewer: {
    ...mona,
    personalAccessTokens: {
      __typename: 'PersonalAccessTokenConnection',
      pageInfo: { __typename: 'PageInfo', hasNextPage: false, endCursor: null },
      nodes,
    },
  },
});

/** One of one's own tokens; null = there is none by that id. */
export const theToken = (token: object | null, more: object = {}) => ({
  viewer: { ...mona, personalAccessToken: token, ...more },
});

/** What tokens of both kinds have. */
export const tokenNamed = (name: string) => ({
  id: `T_${name}`,
  databaseId: 7,
  name,
  description: '',
  lastEight: 'aB3dE6gH',
  createdAt: '2026-02-01T10:00:00Z',
  expiresAt: '2027-02-01T10:00:00Z',
  lastUsedAt: null,
  status: 'ACTIVE',
});

export const repositoriesNamed = (...names: string[]) => ({
  __typename: 'RepositoryConnection',
  totalCount: names.length,
  nodes: names.map((name) => ({ __typename: 'Repository', id: `R_${name}`, name, visibility: 'PRIVATE' })),
});

export const permissionsOn = (repository: Record<string, 'READ' | 'WRITE'>) => ({
  __typename: 'PermissionSet',
  repository: Object.entries(repository).map(([key, level]) => ({ __typename: 'Permission', key, level })),
  organization: [],
  user: [],
});

/** What an organization demands of one's own tokens. */
export const viewerTokenPolicy = (more: object = {}) => ({
  __typename: 'ViewerTokenPolicy',
  allowsFineGrained: true,
  allowsClassic: true,
  classicMaxDays: null,
  ...more,
});

/** A secret that is on the page stands nowhere else: not in the cache, the history or a storage. (TK-2) */
export function expectKeptNowhere(secret: string, client: ApolloClient) {
  const places = [client.extract(), window.history.state, Object.entries(localStorage), Object.entries(sessionStorage)];
  expect(JSON.stringify(places)).not.toContain(secret);
}
