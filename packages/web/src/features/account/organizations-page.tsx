import { useQuery } from '@apollo/client/react';
import { GlobeIcon, OrganizationIcon } from '@primer/octicons-react';
import { Heading, Label, LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { AvatarList, AvatarRow } from '../../ui/avatar-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import styles from './organizations-page.module.css';

const OrganizationsPage_query = graphql(`
  query OrganizationsPage {
    viewer {
      id
      organizations(first: 100) {
        nodes {
          id
          ...OrganizationRow_organization
        }
      }
      enterprises {
        id
        slug
        name
      }
    }
  }
`);

/** Your organizations and enterprises; the settings of those you own. */
export function OrganizationsPage() {
  const { data, error, refetch } = useQuery(OrganizationsPage_query, { fetchPolicy: 'cache-and-network' });
  const organizations = data?.viewer.organizations?.nodes.filter((node) => node !== null) ?? [];
  const enterprises = data?.viewer.enterprises ?? [];
  return (
    <SettingsPage title={t('account.title')}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
      {data && organizations.length === 0 && (
        <EmptyState
          icon={<OrganizationIcon size={24} />}
          title={t('account.organizations.empty')}
          description={t('account.organizations.emptyAbout')}
        />
      )}
      {organizations.length > 0 && (
        <AvatarList label={t('account.title')}>
          {organizations.map((organization) => (
            <OrganizationRow key={organization.id} organization={organization} />
          ))}
        </AvatarList>
      )}
      {enterprises.length > 0 && (
        <section className={styles.section}>
          <Heading as="h2" variant="small">
            {t('account.enterprises.title')}
          </Heading>
          <AvatarList label={t('account.enterprises.title')}>
            {enterprises.map(({ id, slug, name }) => (
              <AvatarRow key={id} login={slug} name={name} picture={<GlobeIcon size={32} />}>
                <SettingsLink name={slug} to={`/enterprises/${slug}/settings/personal-access-tokens`} />
              </AvatarRow>
            ))}
          </AvatarList>
        </section>
      )}
    </SettingsPage>
  );
}

const OrganizationRow_organization = graphql(`
  fragment OrganizationRow_organization on Organization {
    login
    name
    avatarUrl
    viewerRole
  }
`);

function OrganizationRow(props: { organization: FragmentType<typeof OrganizationRow_organization> }) {
  const { login, name, avatarUrl, viewerRole } = readFragment(OrganizationRow_organization, props.organization);
  return (
    <AvatarRow login={login} name={name} picture={{ url: avatarUrl, square: true }}>
      {viewerRole && <Label variant="secondary">{t(`account.role.${viewerRole}`)}</Label>}
      <SettingsLink name={login} to={`/organizations/${login}/settings/personal-access-tokens`} />
    </AvatarRow>
  );
}

const SettingsLink = ({ name, to }: { name: string; to: string }) => (
  <LinkButton as={Link} size="small" to={to} aria-label={t('account.settingsOf', { name })}>
    {t('account.settings')}
  </LinkButton>
);
