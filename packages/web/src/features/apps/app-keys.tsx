import { KeyIcon } from '@primer/octicons-react';
import { Button } from '@primer/react';
import { useRef, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { DownloadButton } from '../../ui/download-button.tsx';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { SecretBox } from '../../ui/secret-box.tsx';
import { AppSection } from './app-section.tsx';
import { CredentialList } from './credential-list.tsx';
import { useCreateAppKey } from './use-create-app-key.ts';
import { useDeleteAppKey } from './use-delete-app-key.ts';
import styles from './apps.module.css';

const AppKeys_app = graphql(`
  fragment AppKeys_app on App {
    id
    slug
    keys {
      id
      fingerprint
      createdAt
    }
  }
`);

/** The keys that the App signs in with: the private half is shown once, when it is made. (AP-1) */
export function AppKeys({ app: masked }: { app: FragmentType<typeof AppKeys_app> }) {
  const { id, slug, keys } = readFragment(AppKeys_app, masked);
  const [create, creating] = useCreateAppKey();
  const [remove, removing] = useDeleteAppKey();
  // In memory alone, and gone with the page. (TK-2)
  const [newKey, setNewKey] = useState<string | null>(null);
  const generate = useRef<HTMLButtonElement>(null);

  const make = async () => {
    // The one on show is not replaced by a second press.
    if (newKey !== null) return;
    const { data } = await create({ variables: { input: { appId: id } } });
    if (data) setNewKey(data.createAppKey.privateKey);
  };
  const done = () => {
    setNewKey(null);
    creating.reset();
    generate.current?.focus();
  };
  return (
    <AppSection
      title={t('apps.keys.title')}
      about={t('apps.keys.about')}
      actions={
        <Button ref={generate} loading={creating.loading} inactive={newKey !== null} onClick={() => void make()}>
          {t('apps.keys.generate')}
        </Button>
      }
    >
      <ProblemPlace error={creating.error} />
      {newKey && (
        <SecretBox
          title={t('apps.keys.new')}
          about={t('apps.keys.newAbout')}
          secret={newKey}
          copy={t('apps.keys.copy')}
        >
          <div className={styles.buttons}>
            <DownloadButton text={newKey} fileName={`${slug}.private-key.pem`}>
              {t('apps.keys.download')}
            </DownloadButton>
            <Button onClick={done}>{t('apps.credentials.done')}</Button>
          </div>
        </SecretBox>
      )}
      <CredentialList
        label={t('apps.keys.title')}
        empty={t('apps.keys.empty')}
        icon={KeyIcon}
        credentials={(keys ?? []).map((key) => ({ id: key.id, name: key.fingerprint, createdAt: key.createdAt }))}
        texts={{ title: t('apps.keys.deleteTitle'), warning: t('apps.keys.deleteWarning') }}
        working={removing.loading}
        error={removing.error}
        onOpen={removing.reset}
        onDelete={async (keyId) => Boolean((await remove({ variables: { input: { keyId } } })).data)}
      />
    </AppSection>
  );
}
