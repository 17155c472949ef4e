import { LockIcon, RepoIcon } from '@primer/octicons-react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { levelFromApi } from '../../ui/permission-texts.ts';
import { AccessComparison } from './access-comparison.tsx';
import { PermissionList } from './permission-list.tsx';
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
  const owner = token.resourceOwner.login;
  const { repository, organization, user } = token.permissions;
  const permissions = [...repository, ...organization, ...user].map(({ key, level }) => ({
    key,
    level: levelFromApi(level),
  }));
  return (
    <>
      {token.description && <p className={styles.description}>{token.description}</p>}
      <dl className={styles.facts}>
        <Fact name={t('tokens.form.resourceOwner')}>{owner}</Fact>
        <Fact name={t('tokens.details.created')}>{formatDay(token.createdAt)}</Fact>
        <Fact name={t('tokens.form.expiration')}>
          <TokenExpiry token={token} />
        </Fact>
        <Fact name={t('tokens.details.lastUsed')}>
          <LastUsed at={token.lastUsedAt} />
        </Fact>
        {token.grant && <Fact name={t('tokens.details.granted')}>{formatDay(token.grant.grantedAt)}</Fact>}
        <Fact name={t('tokens.details.ending')}>
          <code>…{token.lastEight}</code>
        </Fact>
      </dl>
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

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
