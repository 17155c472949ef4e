import { Button, FormControl, Select } from '@primer/react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { t } from '../../i18n/t.ts';
import type { PermissionGroups } from '../../ui/permission-list.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { AppFormFrame } from './app-form-frame.tsx';
import { toInput, toMap } from './app-permissions.ts';
import { InstallationRepositories, type Reach, toReachInput } from './installation-repositories.tsx';
import { useInstallApp } from './use-install-app.ts';

type Props = {
  app: { slug: string; name: string };
  /** What it was shown to ask for. */
  permissions: PermissionGroups;
  /** Those that the viewer owns and the App may be let into; at least one. */
  organizations: readonly string[];
  /** The one to begin with, if it is among them. */
  start: string | null;
};

const NOTHING: Reach = { repositorySelection: 'ALL', repositories: [] };

/** Into which organization, and to which of its repositories, an App is let. */
export function InstallAppForm({ app, permissions, organizations, start }: Props) {
  const navigate = useNavigate();
  const [install, { loading, data: done }] = useInstallApp();
  const refusal = useRefusal('install', ['organization', 'repositories']);
  const [organization, setOrganization] = useState(organizations.find((login) => login === start) ?? organizations[0]!);
  const [reach, setReach] = useState(NOTHING);

  const submit = async () => {
    // Also while the page that follows is on its way.
    if (loading || done) return;
    refusal.clear();
    if (reach.repositorySelection === 'SUBSET' && reach.repositories.length === 0) {
      refusal.show({ repositories: t('apps.repositories.missing') }, null);
      return;
    }
    const { data, error } = await install({
      variables: {
        input: { app: app.slug, organization, permissions: toInput(toMap(permissions)), ...toReachInput(reach) },
      },
    });
    if (data) await navigate(`/organizations/${organization}/settings/apps`);
    else refusal.refuse(error);
  };

  return (
    <AppFormFrame
      label={t('apps.install.title', { name: app.name })}
      refusal={refusal}
      failed={t('apps.install.failed')}
      onSubmit={submit}
      buttons={
        <Button type="submit" variant="primary" loading={loading || Boolean(done)}>
          {t('apps.install.button')}
        </Button>
      }
    >
      <FormControl id={refusal.idOf('organization')}>
        <FormControl.Label>{t('apps.install.organization')}</FormControl.Label>
        <Select
          value={organization}
          onChange={(event) => {
            setOrganization(event.target.value);
            // Those of another organization are none of this one's.
            setReach((current) => ({ ...current, repositories: [] }));
            refusal.clear();
          }}
        >
          {organizations.map((login) => (
            <Select.Option key={login} value={login}>
              {login}
            </Select.Option>
          ))}
        </Select>
        {refusal.texts.organization && (
          <FormControl.Validation variant="error">{refusal.texts.organization}</FormControl.Validation>
        )}
      </FormControl>
      <InstallationRepositories
        // What was found in one organization is not offered for another.
        key={organization}
        id={refusal.idOf('repositories')}
        organization={organization}
        reach={reach}
        problem={refusal.texts.repositories}
        onChange={(next) => {
          setReach(next);
          refusal.mend('repositories');
        }}
      />
    </AppFormFrame>
  );
}
