import { useQuery } from '@apollo/client/react';
import { Banner } from '@primer/react';
import { useParams } from 'react-router';
import type { EditedAccessFragment, EditTokenPageQuery } from '../../gql/graphql.ts';
import { graphql, readFragment } from '../../gql/index.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { levelFromApi } from '../../ui/permission-texts.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import type { Access } from './access-edit.ts';
import { DeadTokenState } from './dead-token-state.tsx';
import { EditTokenForm } from './edit-token-form.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
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
            ...EditedPermissions
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
      ...EditedPermissions
    }
  }
`);

const EditedPermissions = graphql(`
  fragment EditedPermissions on PermissionSet {
    repository {
      key
      level
    }
    organization {
      key
      level
    }
    user {
      key
      level
    }
  }
`);

/** Another name or another access for a token, without a new secret, as long as it lives. (TK-11) */
export function EditTokenPage() {
  const databaseId = Number(useParams().id);
  // What is in force and what waits as they stand now, for this form alone.
  const { data, error, refetch } = useQuery(EditTokenPage_query, {
    variables: { databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'no-cache',
  });
  const token = data?.viewer.personalAccessToken;

  if (!isDatabaseId(databaseId)) return <NotFoundState />;
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListSkeleton />;
  if (token?.__typename !== 'FineGrainedToken') return <NotFoundState />;
  const page = `${TOKENS_PATH}/${token.databaseId}`;
  return (
    <SettingsPage
      title={t('tokens.edit.title', { name: token.name })}
      breadcrumbs={[
        { title: t('tokens.title'), to: TOKENS_PATH },
        { title: token.name, to: page },
      ]}
      description={t('tokens.edit.about')}
    >
      {token.status === 'ACTIVE' ? (
        <LivingToken token={{ ...token, status: token.status }} owners={data.viewer.resourceOwners ?? []} page={page} />
      ) : (
        <DeadTokenState status={token.status} newTokenPath={`${TOKENS_PATH}/new`} />
      )}
    </SettingsPage>
  );
}

type Viewer = EditTokenPageQuery['viewer'];
type Token = Extract<Viewer['personalAccessToken'], { __typename: 'FineGrainedToken' }>;
type LivingProps = {
  token: Token & { status: 'ACTIVE' };
  owners: NonNullable<Viewer['resourceOwners']>;
  page: string;
};

function LivingToken({ token, owners, page }: LivingProps) {
  const { login, __typename } = token.resourceOwner;
  const terms = owners.find((owner) => owner.login === login);
  // Where the owner accepts no token of this person now, nothing more can be asked for, but less can be chosen.
  const owner = terms ?? { login, isOrganization: __typename === 'Organization', approvalRequired: true, deciders: [] };
  const waitsSince = token.latestRequest?.status === 'PENDING' ? token.latestRequest.createdAt : null;
  return (
    <>
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
        page={page}
      />
    </>
  );
}

function accessFrom({
  repositorySelection,
  repositories,
  permissions,
}: Pick<EditedAccessFragment, 'repositorySelection' | 'repositories' | 'permissions'>): Access {
  const { repository, organization, user } = readFragment(EditedPermissions, permissions);
  return {
    repositorySelection,
    repositories: repositories.nodes.flatMap((node) => (node ? [{ id: node.id, name: node.name }] : [])),
    permissions: Object.fromEntries(
      [...repository, ...organization, ...user].map(({ key, level }) => [key, levelFromApi(level)]),
    ),
  };
}
