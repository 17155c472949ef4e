import { useQuery } from '@apollo/client/react';
import { Button, Heading } from '@primer/react';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { AvatarList, AvatarRow } from '../../ui/avatar-list.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import styles from './token-policy.module.css';

const EnterpriseOrganizations_query = graphql(`
  query EnterpriseOrganizations($slug: String!, $after: String) {
    enterprise(slug: $slug) {
      id
      organizations(first: 50, after: $after) {
        nodes {
          id
          login
          name
          avatarUrl
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

/** Where the enterprise's policy holds. */
export function EnterpriseOrganizations({ slug }: { slug: string }) {
  const { data, error, loading, refetch, fetchMore } = useQuery(EnterpriseOrganizations_query, {
    variables: { slug },
    notifyOnNetworkStatusChange: true,
  });
  const organizations = data?.enterprise?.organizations;
  const nodes = organizations?.nodes.filter((node) => node !== null) ?? [];
  const title = t('tokenPolicy.enterprise.organizations');
  return (
    <section className={styles.section} aria-label={title}>
      <Heading as="h2" variant="small">
        {title}
      </Heading>
      {error && !organizations && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !organizations && <ListSkeleton rows={2} />}
      {organizations && nodes.length === 0 && (
        <p className={styles.muted}>{t('tokenPolicy.enterprise.organizations.none')}</p>
      )}
      {nodes.length > 0 && (
        <AvatarList label={title}>
          {nodes.map(({ id, login, name, avatarUrl }) => (
            <AvatarRow key={id} login={login} name={name} picture={{ url: avatarUrl, square: true }} />
          ))}
        </AvatarList>
      )}
      {organizations?.pageInfo.hasNextPage && (
        <Button
          block
          loading={loading}
          onClick={() => void fetchMore({ variables: { after: organizations.pageInfo.endCursor } })}
        >
          {t('tokenPolicy.enterprise.organizations.more')}
        </Button>
      )}
    </section>
  );
}
