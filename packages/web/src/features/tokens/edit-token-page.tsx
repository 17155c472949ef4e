import { Banner } from '@primer/react';
import type { EditedAccessFragment } from '../../gql/graphql.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import type { Access } from './access-edit.ts';
import { EditTokenForm } from './edit-token-form.tsx';
import { LivingTokenPage } from './living-token-page.tsx';
import { permissionsOf } from './permission-set.ts';
import { TOKENS_PATH } from './tokens-section.tsx';
import { useTokenByAddress } from './use-token-by-address.tsx';
import styles from './token-form.module.css';

const EditTokenPage_query = graphql(`
  query EditTokenPage($databaseId: Int!) {
    viewer {
      id
      resourceOwners {
        login
        isOrganization
        approvalRequired
        deciders {
          id
          login
        }
      }
      personalAccessToken(databaseId: $databaseId) {
        id
        databaseId
        name
        description
        status
        expiresAt
        ... on FineGrainedToken {
          resourceOwner {
            ... on User {
              id
              login
            }
            ... on Organization {
              id
              login
            }
          }
          repositorySelection
          repositories(first: 50) {
            nodes {
              id
              name
            }
          }
          permissions {
            ...PermissionSet_levels
          }
          grant {
            ...EditedAccess
          }
          latestRequest {
            id
            status
            createdAt
          }
        }
      }
    }
  }
`);

const EditedAccess = graphql(`
  fragment EditedAccess on TokenGrant {
    id
    repositorySelection
    repositories(first: 50) {
      nodes {
        id
        name
      }
    }
    permissions {
      ...PermissionSet_levels
    }
  }
`);

/** Another name or another access for a token, without a new secret, as long as it lives. (TK-11) */
export function EditTokenPage() {
  // What is in force and what waits as they stand now, for this form alone.
  const { data, instead } = useTokenByAddress(EditTokenPage_query, 'no-cache');
  const token = data?.viewer.personalAccessToken;
  if (!data || token?.__typename !== 'FineGrainedToken') return instead;
  const { login, __typename } = token.resourceOwner;
  const terms = data.viewer.resourceOwners?.find((owner) => owner.login === login);
  // Where the owner accepts no token of this person now, nothing more can be asked for, but less can be chosen.
  const owner = terms ?? { login, isOrganization: __typename === 'Organization', approvalRequired: true, deciders: [] };
  const waitsSince = token.latestRequest?.status === 'PENDING' ? token.latestRequest.createdAt : null;
  return (
    <LivingTokenPage
      token={token}
      owner={login}
      title={t('tokens.edit.title', { name: token.name })}
      about={t('tokens.edit.about')}
    >
      {!terms && (
        <Banner variant="warning" className={styles.notice} title={t('tokens.edit.refusedThere', { owner: login })} />
      )}
      {waitsSince && (
        <Banner
          variant="info"
          className={styles.notice}
          title={t('tokens.edit.waits', { date: formatMoment(waitsSince) })}
          description={t('tokens.edit.waitsAbout')}
        />
      )}
      <EditTokenForm
        token={{
          ...token,
          wanted: accessFrom(token),
          granted: token.grant ? accessFrom(readFragment(EditedAccess, token.grant)) : null,
          waitsSince,
        }}
        owner={owner}
        page={`${TOKENS_PATH}/${token.databaseId}`}
      />
    </LivingTokenPage>
  );
}

const accessFrom = ({
  repositorySelection,
  repositories,
  permissions,
}: Pick<EditedAccessFragment, 'repositorySelection' | 'repositories' | 'permissions'>): Access => ({
  repositorySelection,
  repositories: repositories.nodes.flatMap((node) => (node ? [{ id: node.id, name: node.name }] : [])),
  permissions: Object.fromEntries(permissionsOf(permissions).map(({ key, level }) => [key, level])),
});
