import { useQuery } from '@apollo/client/react';
import { Avatar, Button, Heading, Label } from '@primer/react';
import { lazy, Suspense, useState } from 'react';
import { useParams } from 'react-router';
import { readPermissions } from '../../apollo/permission-set.ts';
import { graphql } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { isDatabaseId } from '../../ui/database-id.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { Moment } from '../../ui/moment.tsx';
import { NotFoundState } from '../../ui/not-found-state.tsx';
import { PermissionList } from '../../ui/permission-list.tsx';
import { RepositoryList } from '../../ui/repository-list.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { RevocationResult } from './revocation-result.tsx';
import type { RevocationOutcome } from './use-revoke-token-grants.ts';
import styles from './token-grant-page.module.css';

const RevokeDialog = lazy(async () => ({ default: (await import('./revoke-dialog.tsx')).RevokeDialog }));

const TokenGrantPage_query = graphql(`
  query TokenGrantPage($login: String!, $databaseId: Int!) {
    organization(login: $login) {
      id
      tokenGrant(databaseId: $databaseId) {
        id
        grantedAt
        viewerCanRevoke
        user {
          id
          login
          avatarUrl
        }
        token {
          name
          expiresAt
          lastUsedAt
        }
        repositorySelection
        repositories(first: 50) {
          totalCount
          nodes {
            id
            name
            visibility
          }
        }
        permissions {
          ...PermissionSet_levels
        }
      }
    }
  }
`);

/** One active token: whose it is, what it may do here, and the end of that. */
export function TokenGrantPage() {
  const { org: login = '', id } = useParams();
  const databaseId = Number(id);
  const [asking, setAsking] = useState(false);
  const [outcome, setOutcome] = useState<RevocationOutcome | null>(null);
  const [isRevoked, setIsRevoked] = useState(false);
  const { data, error, refetch } = useQuery(TokenGrantPage_query, {
    variables: { login, databaseId },
    skip: !isDatabaseId(databaseId),
    fetchPolicy: 'cache-and-network',
    nextFetchPolicy: 'cache-first',
  });
  const grant = data?.organization?.tokenGrant;

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data && isDatabaseId(databaseId)) return <ListSkeleton />;
  if (!grant) return <NotFoundState />;

  const { token, user, repositories } = grant;
  const done = (next: RevocationOutcome) => {
    setAsking(false);
    setOutcome(next);
    setIsRevoked(next.revokedCount > 0);
  };
  return (
    <SettingsPage
      title={token.name}
      badge={isRevoked && <Label variant="danger">{t('tokenGrants.revokedLabel')}</Label>}
      breadcrumbs={[
        { title: t('tokenGrants.title'), to: `/organizations/${login}/settings/personal-access-tokens/active` },
      ]}
      actions={
        grant.viewerCanRevoke &&
        !isRevoked && (
          <Button variant="danger" onClick={() => setAsking(true)}>
            {t('tokenGrants.revoke')}
          </Button>
        )
      }
    >
      {outcome && (
        <RevocationResult outcome={outcome} onRefresh={() => void refetch()} onDismiss={() => setOutcome(null)} />
      )}
      <div className={styles.details}>
        <Facts
          facts={[
            {
              term: t('tokenGrant.owner'),
              text: (
                <span className={styles.who}>
                  <Avatar src={user.avatarUrl} size={20} alt="" /> {user.login}
                </span>
              ),
            },
            { term: t('tokenGrant.granted'), text: <Moment at={grant.grantedAt} /> },
            {
              term: t('tokenGrant.expires'),
              text: token.expiresAt ? formatDay(token.expiresAt) : t('tokenGrant.noExpiry'),
            },
            {
              term: t('tokenGrant.lastUsed'),
              text: token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : t('tokenGrant.neverUsed'),
            },
          ]}
        />
        <section>
          <Heading as="h2" variant="small">
            {t('tokenGrant.repositories')}
          </Heading>
          <RepositoryList
            selection={grant.repositorySelection}
            total={repositories.totalCount}
            repositories={repositories.nodes.filter((repository) => repository !== null)}
          />
        </section>
        <section>
          <Heading as="h2" variant="small">
            {t('tokenGrant.permissions')}
          </Heading>
          <PermissionList permissions={readPermissions(grant.permissions)} />
        </section>
      </div>
      {asking && (
        <Suspense>
          <RevokeDialog
            organization={login}
            target={{ grantIds: [grant.id] }}
            count={1}
            names={[token.name]}
            onRevoked={done}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </SettingsPage>
  );
}
