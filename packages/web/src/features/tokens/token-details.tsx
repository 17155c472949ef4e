import { LockIcon, RepoIcon } from '@primer/octicons-react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { AccessComparison } from './access-comparison.tsx';
import { PermissionList } from './permission-list.tsx';
import { permissionsOf } from './permission-set.ts';
import { LastUsed, TokenExpiry } from './token-dates.tsx';
import styles from './token-details.module.css';

const TokenDetails_token = graphql(`
  fragment TokenDetails_token on FineGrainedToken {
    id
    description
    lastEight
    createdAt
    expiresAt
    lastUsedAt
    status
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
        nameWithOwner
        visibility
      }
    }
    permissions {
      ...PermissionSet_levels
    }
    grant {
      id
      grantedAt
    }
    ...AccessComparison_token
  }
`);

/** What the token is and everything it may do, or asks for. */
export function TokenDetails(props: { token: FragmentType<typeof TokenDetails_token> }) {
  const token = readFragment(TokenDetails_token, props.token);
  const permissions = permissionsOf(token.permissions);
  return (
    <>
      {token.description && <p className={styles.description}>{token.description}</p>}
      <Facts
        facts={[
          { term: t('tokens.form.resourceOwner'), text: token.resourceOwner.login },
          { term: t('tokens.details.created'), text: formatDay(token.createdAt) },
          { term: t('tokens.form.expiration'), text: <TokenExpiry token={token} /> },
          { term: t('tokens.details.lastUsed'), text: <LastUsed at={token.lastUsedAt} /> },
          ...(token.grant ? [{ term: t('tokens.details.granted'), text: formatDay(token.grant.grantedAt) }] : []),
          { term: t('tokens.details.ending'), text: <code>…{token.lastEight}</code> },
        ]}
      />
      <AccessComparison token={token}>
        <section aria-labelledby="token-repositories-title" className={styles.section}>
          <h2 id="token-repositories-title">{t('tokens.form.repositoryAccess')}</h2>
          <p>{t(`tokens.selection.${token.repositorySelection}`)}</p>
          <ul className={styles.repositories}>
            {token.repositories.nodes.map(
              (found) =>
                found && (
                  <li key={found.id}>
                    {found.visibility === 'PRIVATE' ? <LockIcon /> : <RepoIcon />} <span>{found.nameWithOwner}</span>
                  </li>
                ),
            )}
          </ul>
        </section>
        <section aria-labelledby="token-permissions-title" className={styles.section}>
          <h2 id="token-permissions-title">{t('tokens.permissions.title')}</h2>
          {permissions.length === 0 ? (
            <p>{t('tokens.details.noPermissions')}</p>
          ) : (
            <PermissionList permissions={permissions} />
          )}
        </section>
      </AccessComparison>
    </>
  );
}
