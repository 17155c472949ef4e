import {
  AppsIcon,
  BellIcon,
  KeyAsteriskIcon,
  KeyIcon,
  LogIcon,
  MailIcon,
  OrganizationIcon,
} from '@primer/octicons-react';
import { Outlet } from 'react-router';
import { t } from '../../i18n/t.ts';
import { SettingsLayout } from '../../ui/settings-layout.tsx';
import { Whose } from '../../ui/whose.tsx';
import { useViewer } from './use-viewer.ts';

/** The person's own settings. */
export function PersonalSettingsLayout() {
  const viewer = useViewer();
  return (
    <SettingsLayout
      label={t('personalSettings.navigation')}
      navigation={[
        {
          items: [
            { title: t('personalSettings.organizations'), to: '/settings/organizations', icon: <OrganizationIcon /> },
            { title: t('personalSettings.fineGrained'), to: '/settings/personal-access-tokens', icon: <KeyIcon /> },
            { title: t('personalSettings.classic'), to: '/settings/tokens', icon: <KeyIcon /> },
            { title: t('personalSettings.applications'), to: '/settings/applications', icon: <AppsIcon /> },
            { title: t('personalSettings.emails'), to: '/settings/emails', icon: <MailIcon /> },
            { title: t('personalSettings.password'), to: '/settings/password', icon: <KeyAsteriskIcon /> },
            { title: t('personalSettings.notifications'), to: '/settings/notifications', icon: <BellIcon /> },
            { title: t('personalSettings.securityLog'), to: '/settings/security-log', icon: <LogIcon /> },
          ],
        },
      ]}
      whose={
        <Whose
          login={viewer?.login}
          name={viewer?.name}
          avatarUrl={viewer?.avatarUrl}
          caption={t('personalSettings.yourAccount')}
        />
      }
    >
      <Outlet />
    </SettingsLayout>
  );
}
