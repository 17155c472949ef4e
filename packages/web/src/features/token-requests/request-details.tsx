import { Avatar, Heading } from '@primer/react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { formatDay, formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { changeText, isChange, isWidened } from '../../ui/access-change.ts';
import { Facts } from '../../ui/facts.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PermissionList } from '../../ui/permission-list.tsx';
import { RepositoryList } from '../../ui/repository-list.tsx';
import { readChange } from './request-change.ts';
import styles from './request-details.module.css';

const RequestDetails_request = graphql(`
  fragment RequestDetails_request on TokenRequest {
    reason
    createdAt
    status
    requester {
      id
      login
      avatarUrl
    }
    token {
      expiresAt
      lastUsedAt
    }
    deciders {
      id
      login
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
    added: repositoriesAdded(first: 50) {
      nodes {
        id
      }
    }
    ...RequestChange_request
  }
`);

/** What a reviewer must know: who, why, since when, where, and with which permissions. */
export function RequestDetails({ request: masked }: { request: FragmentType<typeof RequestDetails_request> }) {
  const request = readFragment(RequestDetails_request, masked);
  const { requester, token, reason, deciders, status } = request;
  const change = readChange(request);
  const differs = isChange(change);
  const facts = [
    {
      term: t('tokenRequest.who'),
      text: (
        <span className={styles.who}>
          <Avatar src={requester.avatarUrl} size={20} alt="" /> {requester.login}
        </span>
      ),
    },
    { term: t('tokenRequest.created'), text: <Moment at={request.createdAt} /> },
    {
      term: t('tokenRequest.expires'),
      text: token.expiresAt ? formatDay(token.expiresAt) : t('tokenRequest.noExpiry'),
    },
    {
      term: t('tokenRequest.lastUsed'),
      text: token.lastUsedAt ? <Moment at={token.lastUsedAt} /> : t('tokenRequest.neverUsed'),
    },
    ...(status === 'PENDING'
      ? [{ term: t('tokenRequest.deciders'), text: formatList(deciders.map(({ login }) => login)) }]
      : []),
  ];
  return (
    <div className={styles.details}>
      <Facts facts={facts} />
      {differs && (
        <section>
          <Heading as="h2" variant="small">
            {t('tokenRequest.change')}
          </Heading>
          <p className={styles.change}>{changeText(change)}</p>
          <p className={styles.muted}>
            {t(status === 'PENDING' ? 'tokenRequest.changeWaits' : 'tokenRequest.changeAbout')}
          </p>
        </section>
      )}
      <section>
        <Heading as="h2" variant="small">
          {t('tokenRequest.reason')}
        </Heading>
        {reason ? (
          <p className={styles.reason}>{reason}</p>
        ) : (
          <p className={styles.muted}>{t('tokenRequest.noReason')}</p>
        )}
      </section>
      <section>
        <Heading as="h2" variant="small">
          {t('tokenRequest.repositories')}
        </Heading>
        <RepositoryList
          selection={request.repositorySelection}
          total={request.repositories.totalCount}
          repositories={request.repositories.nodes.filter((repository) => repository !== null)}
          change={
            differs
              ? {
                  added: request.added.nodes.flatMap((repository) => repository?.id ?? []),
                  widened: isWidened(change),
                }
              : undefined
          }
        />
      </section>
      <section>
        <Heading as="h2" variant="small">
          {t('tokenRequest.permissions')}
        </Heading>
        <PermissionList permissions={readPermissions(request.permissions)} change={change} />
      </section>
    </div>
  );
}
