import { BellIcon, KeyAsteriskIcon, KeyIcon, LogIcon, MailIcon, OrganizationIcon } from '@primer/octicons-react';
import { Outlet } from 'react-router';
import { t } from '../../i18n/t.ts';
import { SettingsLayout } from '../../ui/settings-layout.tsx';
import { Whose } from '../../ui/whose.tsx';
import { useViewer } from './use-viewer.ts';

const NAVIGATION = [
  {
    items: [
      { title: t('session.navigation.organizations'), to: '/settings/organizations', icon: <OrganizationIcon /> },
      { title: t('session.navigation.fineGrained'), to: '/settings/personal-access-tokens', icon: <KeyIcon /> },
      { title: t('session.navigation.classic'), to: '/settings/tokens', icon: <KeyIcon /> },
      { title: t('session.navigation.emails'), to: '/settings/emails', icon: <MailIcon /> },
      { title: t('session.navigation.password'), to: '/settings/password', icon: <KeyAsteriskIcon /> },
      { title: t('session.navigation.notifications'), to: '/settings/notifications', icon: <BellIcon /> },
      { title: t('session.navigation.securityLog'), to: '/settings/security-log', icon: <LogIcon /> },
    ],
  },
];

/** The person's own settings. */
export function PersonalSettingsLayout() {
  const viewer = useViewer();
  return (
    <SettingsLayout
      label={t('session.navigation')}
      navigation={NAVIGATION}
      whose={
        <Whose
          login={viewer?.login}
          name={viewer?.name}
          avatarUrl={viewer?.avatarUrl}
          caption={t('session.yourAccount')}
        />
      }
    >
      <Outlet />
    </SettingsLayout>
  );
}
