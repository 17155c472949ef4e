import { useQuery } from '@apollo/client/react';
import { Avatar, Heading, Label } from '@primer/react';
import { Link } from 'react-router';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import list from '../../ui/list.module.css';
import styles from './apps.module.css';

const OwnedApps_query = graphql(`
  query OwnedApps($login: String!, $after: String) {
    organization(login: $login) {
      id
      ownedApps(first: 50, after: $after) {
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          id
          slug
          name
          avatarUrl
          isPublic
          installationCount
        }
      }
    }
  }
`);

/** The Apps that belong to an organization: where their keys are made. */
export function OwnedApps({ organization: login }: { organization: string }) {
  const { data, error, fetchMore, refetch } = useQuery(OwnedApps_query, {
    variables: { login },
    fetchPolicy: 'cache-and-network',
  });
  const connection = data?.organization?.ownedApps;
  const apps = connection?.nodes.filter((node) => node !== null) ?? [];
  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <section className={styles.part}>
      <Heading as="h2" variant="small">
        {t('apps.owned.title')}
      </Heading>
      {error && !connection && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!connection && !error && <ListSkeleton rows={2} />}
      {connection && apps.length === 0 && (
        <EmptyState heading="h3" title={t('apps.owned.empty')} description={t('apps.owned.emptyAbout')} />
      )}
      {apps.length > 0 && (
        <ul className={list.list} aria-label={t('apps.owned.title')}>
          {apps.map(({ id, slug, name, avatarUrl, isPublic, installationCount }) => (
            <li key={id} className={list.row}>
              <Avatar src={avatarUrl} size={32} alt="" square />
              <div className={list.main}>
                <div className={list.heading}>
                  <Link to={`/organizations/${login}/settings/apps/${slug}`} className={list.name}>
                    {name}
                  </Link>
                  {isPublic && <Label variant="secondary">{t('apps.public')}</Label>}
                </div>
                <div className={list.facts}>
                  <span>{slug}</span>
                  <span>{t('apps.owned.installations', { count: installationCount ?? 0 })}</span>
                </div>
              </div>
            </li>
          ))}
        </ul>
      )}
      <ShowMore has={connection?.pageInfo.hasNextPage ?? false} label={t('apps.owned.more')} onMore={showMore} />
    </section>
  );
}
