import { useQuery } from '@apollo/client/react';
import { OrganizationIcon } from '@primer/octicons-react';
import { Avatar, Label, LinkButton } from '@primer/react';
import { Link } from 'react-router';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
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
    }
  }
`);

/** Your organizations; their settings for those you own. */
export function OrganizationsPage() {
  const { data, error, refetch } = useQuery(OrganizationsPage_query, { fetchPolicy: 'cache-and-network' });
  const organizations = data?.viewer.organizations?.nodes.filter((node) => node !== null) ?? [];
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
        <ul className={styles.list} aria-label={t('account.title')}>
          {organizations.map((organization) => (
            <OrganizationRow key={organization.id} organization={organization} />
          ))}
        </ul>
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
    <li className={styles.row}>
      <Avatar src={avatarUrl} alt="" size={32} square />
      <div className={styles.names}>
        <strong>{login}</strong>
        {name && <span className={styles.name}>{name}</span>}
      </div>
      {viewerRole && <Label variant="secondary">{t(`account.role.${viewerRole}`)}</Label>}
      {viewerRole === 'OWNER' && (
        <LinkButton
          as={Link}
          size="small"
          to={`/organizations/${login}/settings/personal-access-token-requests`}
          aria-label={t('account.organizations.settingsOf', { login })}
        >
          {t('account.organizations.settings')}
        </LinkButton>
      )}
    </li>
  );
}
