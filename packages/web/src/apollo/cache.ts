import { InMemoryCache } from '@apollo/client';
import { keysetPagination } from './keyset-pagination.ts';

/**
 * Lists that grow by "load more" are one list in the cache (keysetPagination); lists with pages in the URL are kept page by page,
 * which is what Apollo does of itself, and of those that somebody pages through the last only (useLastPages).
 */
export const createCache = () =>
  new InMemoryCache({
    possibleTypes: {
      PersonalAccessToken: ['FineGrainedToken', 'ClassicToken'],
      RepositoryOwner: ['User', 'Organization'],
      Actor: ['User', 'App'],
    },
    typePolicies: {
      User: {
        fields: {
          personalAccessTokens: keysetPagination(['kind', 'status']),
          emails: { merge: false },
          applicationAuthorizations: keysetPagination([]),
        },
      },
      Organization: {
        fields: {
          // A first one alone, which a page asks for to learn whether it may, is another list.
          apps: keysetPagination(['first']),
          ownedApps: keysetPagination(['first']),
          webhooks: keysetPagination(['first']),
          members: keysetPagination(['text']),
          repositories: keysetPagination(['text']),
          tokenPolicy: { merge: true },
          effectiveTokenPolicy: { merge: true },
        },
      },
      AppInstallation: { fields: { repositories: keysetPagination(['first']), permissionsAsked: { merge: true } } },
      App: {
        fields: {
          permissions: { merge: true },
          keys: { merge: false },
          clientSecrets: { merge: false },
          redirectUris: { merge: false },
        },
      },
      Enterprise: { fields: { organizations: keysetPagination([]), tokenPolicy: { merge: true } } },
      ResourceOwner: {
        keyFields: ['login'],
        fields: { repositories: keysetPagination(['text']) },
      },
      TokenRequest: { fields: { token: { merge: true }, permissions: { merge: true } } },
      TokenGrant: { fields: { token: { merge: true }, permissions: { merge: true } } },
    },
  });
