import type { PermissionMap } from '@countersign/schema';
import { Button, LinkButton } from '@primer/react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { t } from '../../i18n/t.ts';
import { withMetadata } from '../../ui/permission-choices.ts';
import { useRefusal } from '../../ui/use-refusal.ts';
import { APP_FIELDS, AppFields } from './app-fields.tsx';
import { AppFormFrame } from './app-form-frame.tsx';
import { AppPermissionsField } from './app-permissions-field.tsx';
import { toInput } from './app-permissions.ts';
import { AppUsersFields, linesOf, USERS_FIELDS } from './app-users-fields.tsx';
import { suggestSlug } from './suggest-slug.ts';
import { useCreateApp } from './use-create-app.ts';
import styles from './apps.module.css';

const FIELDS = [...APP_FIELDS, ...USERS_FIELDS];

/** Name, address, who may install it, what it asks for and where it sends people back; its keys are made on its own page. */
export function NewAppForm({ organization }: { organization: string }) {
  const list = `/organizations/${organization}/settings/apps`;
  const navigate = useNavigate();
  const [create, { loading, data: done }] = useCreateApp();
  const refusal = useRefusal('app', FIELDS);
  const [words, setWords] = useState({ name: '', description: '', isPublic: false });
  // Null as long as it follows the name.
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const [permissions, setPermissions] = useState<PermissionMap>({});
  const [users, setUsers] = useState({ redirectUris: '', userTokensExpire: true });
  const slug = ownSlug ?? suggestSlug(words.name);

  const submit = async () => {
    // Also while the page that follows is on its way.
    if (loading || done) return;
    refusal.clear();
    if (words.name.trim() === '') {
      refusal.show({ name: t('apps.form.nameMissing') }, null);
      return;
    }
    const input = {
      organization,
      ...words,
      slug,
      permissions: toInput(withMetadata(permissions)),
      ...users,
      redirectUris: linesOf(users.redirectUris),
    };
    const { data, error } = await create({ variables: { input } });
    if (data) await navigate(`${list}/${data.createApp.app.slug}`, { replace: true });
    else refusal.refuse(error);
  };

  return (
    <AppFormFrame
      label={t('apps.form.title')}
      refusal={refusal}
      failed={t('apps.form.failed')}
      onSubmit={submit}
      buttons={
        <>
          <Button type="submit" variant="primary" loading={loading || Boolean(done)}>
            {t('apps.form.create')}
          </Button>
          <LinkButton as={Link} to={list}>
            {t('common.cancel')}
          </LinkButton>
        </>
      }
    >
      <AppFields
        words={words}
        slug={slug}
        refusal={refusal}
        onChange={({ slug: written, ...part }) => {
          if (written !== undefined) setOwnSlug(written);
          setWords((current) => ({ ...current, ...part }));
        }}
      />
      <section className={styles.section} aria-labelledby="app-permissions-title">
        <h2 id="app-permissions-title" className={styles.sectionTitle}>
          {t('apps.permissions.title')}
        </h2>
        <p className={styles.about}>{t('apps.permissions.aboutNew')}</p>
        <AppPermissionsField
          id={refusal.idOf('permissions')}
          chosen={permissions}
          problem={refusal.texts.permissions}
          onChange={(chosen) => {
            setPermissions(chosen);
            refusal.mend('permissions');
          }}
        />
      </section>
      <section className={styles.section} aria-labelledby="app-users-title">
        <h2 id="app-users-title" className={styles.sectionTitle}>
          {t('apps.users.title')}
        </h2>
        <p className={styles.about}>{t('apps.users.aboutNew')}</p>
        <AppUsersFields
          users={users}
          refusal={refusal}
          onChange={(part) => setUsers((current) => ({ ...current, ...part }))}
        />
      </section>
    </AppFormFrame>
  );
}
