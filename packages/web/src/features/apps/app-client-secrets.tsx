import { ShieldLockIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useRef, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { SecretBox } from '../../ui/secret-box.tsx';
import { AppSection } from './app-section.tsx';
import { CredentialList } from './credential-list.tsx';
import { useCreateAppClientSecret } from './use-create-app-client-secret.ts';
import { useDeleteAppClientSecret } from './use-delete-app-client-secret.ts';
import styles from './apps.module.css';

const AppClientSecrets_app = graphql(`
  fragment AppClientSecrets_app on App {
    id
    clientSecrets {
      id
      lastEight
      createdAt
    }
  }
`);

/** With one of these and its client id the App asks whether a token is good. Shown once, when it is made. */
export function AppClientSecrets({ app: masked }: { app: FragmentType<typeof AppClientSecrets_app> }) {
  const { id, clientSecrets } = readFragment(AppClientSecrets_app, masked);
  const [create, creating] = useCreateAppClientSecret();
  const [remove, removing] = useDeleteAppClientSecret();
  // In memory alone, and gone with the page. (TK-2)
  const [newSecret, setNewSecret] = useState<string | null>(null);
  const generate = useRef<HTMLButtonElement>(null);

  const make = async () => {
    // The one on show is not replaced by a second press.
    if (newSecret !== null) return;
    const { data } = await create({ variables: { input: { appId: id } } });
    if (data) setNewSecret(data.createAppClientSecret.secret);
  };
  const done = () => {
    setNewSecret(null);
    creating.reset();
    generate.current?.focus();
  };
  return (
    <AppSection
      title={t('apps.secrets.title')}
      about={t('apps.secrets.about')}
      actions={
        <Button ref={generate} loading={creating.loading} inactive={newSecret !== null} onClick={() => void make()}>
          {t('apps.secrets.generate')}
        </Button>
      }
    >
      <ProblemPlace error={creating.error} />
      {newSecret && (
        <SecretBox
          title={t('apps.secrets.new')}
          about={t('apps.secrets.newAbout')}
          secret={newSecret}
          copy={t('apps.secrets.copy')}
        >
          <div className={styles.buttons}>
            <Button onClick={done}>{t('apps.credentials.done')}</Button>
          </div>
        </SecretBox>
      )}
      <CredentialList
        label={t('apps.secrets.title')}
        empty={t('apps.secrets.empty')}
        icon={ShieldLockIcon}
        credentials={(clientSecrets ?? []).map((one) => ({
          id: one.id,
          name: `…${one.lastEight}`,
          createdAt: one.createdAt,
        }))}
        texts={{ title: t('apps.secrets.deleteTitle'), warning: t('apps.secrets.deleteWarning') }}
        working={removing.loading}
        error={removing.error}
        onOpen={removing.reset}
        onDelete={async (clientSecretId) => Boolean((await remove({ variables: { input: { clientSecretId } } })).data)}
      />
    </AppSection>
  );
}
