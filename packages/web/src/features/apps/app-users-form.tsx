import { useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { AppFormFrame, SaveAndSay } from './app-form-frame.tsx';
import { AppSection } from './app-section.tsx';
import { AppUsersFields, linesOf, USERS_FIELDS } from './app-users-fields.tsx';
import { useUpdateApp } from './use-update-app.ts';
import styles from './apps.module.css';

const AppUsersForm_app = graphql(`
  fragment AppUsersForm_app on App {
    id
    clientId
    redirectUris
    userTokensExpire
  }
`);

/** How the App comes to act for people: where it sends them, and where they come back. (AP-7) */
export function AppUsersForm({ app: masked }: { app: FragmentType<typeof AppUsersForm_app> }) {
  const { id, clientId, redirectUris, userTokensExpire } = readFragment(AppUsersForm_app, masked);
  const [before, setBefore] = useState({
    redirectUris: (redirectUris ?? []).join('\n'),
    userTokensExpire: userTokensExpire ?? true,
  });
  const [users, setUsers] = useState(before);
  const [isSaved, setSaved] = useState(false);
  const [update, { loading }] = useUpdateApp();
  const refusal = useRefusal('app-users', USERS_FIELDS);
  const address = `${location.origin}/login/oauth/authorize?client_id=${clientId}`;

  const save = async () => {
    if (loading) return;
    refusal.clear();
    setSaved(false);
    // Blank lines are nobody's address.
    const now = { ...users, redirectUris: linesOf(users.redirectUris).join('\n') };
    // The rest stays as somebody else may have set it meanwhile.
    const changed = {
      ...(now.redirectUris !== before.redirectUris && { redirectUris: linesOf(now.redirectUris) }),
      ...(now.userTokensExpire !== before.userTokensExpire && { userTokensExpire: now.userTokensExpire }),
    };
    const { data, error } = await update({ variables: { input: { appId: id, ...changed } } });
    if (!data) {
      refusal.refuse(error);
      return;
    }
    setBefore(now);
    setUsers(now);
    setSaved(true);
  };
  return (
    <AppSection title={t('apps.users.title')} about={t('apps.users.about')}>
      <div className={styles.value}>
        <code className={styles.fingerprint}>{address}</code>
        <CopyButton text={address} label={t('apps.users.copyAddress')} />
      </div>
      <AppFormFrame
        label={t('apps.users.title')}
        refusal={refusal}
        failed={t('apps.form.notSaved')}
        onSubmit={save}
        buttons={<SaveAndSay loading={loading} isSaved={isSaved} />}
      >
        <AppUsersFields
          users={users}
          refusal={refusal}
          onChange={(part) => {
            setUsers((current) => ({ ...current, ...part }));
            setSaved(false);
          }}
        />
      </AppFormFrame>
    </AppSection>
  );
}
