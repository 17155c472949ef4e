import { t } from '../../i18n/t.ts';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { useViewer } from '../session/use-viewer.ts';
import { PasswordForm } from './password-form.tsx';

/** Another password, for who knows the one of now. (SN-1) */
export function PasswordPage() {
  const viewer = useViewer();
  return (
    <SettingsPage title={t('account.password.title')} description={t('account.password.about')}>
      <PasswordForm login={viewer?.login ?? ''} />
    </SettingsPage>
  );
}
