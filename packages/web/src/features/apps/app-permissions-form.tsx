import type { PermissionMap } from '@countersign/schema';
import { Button } from '@primer/react';
import { useRef, useState } from 'react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { withMetadata } from '../../ui/permission-choices.ts';
import { PermissionList } from '../../ui/permission-list.tsx';
import { SavedNotice } from '../../ui/saved-notice.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { AppFormFrame } from './app-form-frame.tsx';
import { AppPermissionsField } from './app-permissions-field.tsx';
import { movesBetween, toInput, toMap } from './app-permissions.ts';
import { AppSection } from './app-section.tsx';
import { useUpdateApp } from './use-update-app.ts';
import styles from './apps.module.css';

const AppPermissionsForm_app = graphql(`
  fragment AppPermissionsForm_app on App {
    id
    permissions {
      ...PermissionSet_levels
    }
  }
`);

/** What the App asks for, and the form that changes it. */
export function AppPermissionsForm({ app: masked }: { app: FragmentType<typeof AppPermissionsForm_app> }) {
  const { id, ...app } = readFragment(AppPermissionsForm_app, masked);
  const permissions = readPermissions(app.permissions);
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(0);
  const edit = useRef<HTMLButtonElement>(null);
  const close = (isSaved: boolean) => {
    setEditing(false);
    if (isSaved) setSaved((count) => count + 1);
    edit.current?.focus();
  };
  return (
    <AppSection
      title={t('apps.permissions.title')}
      about={t('apps.permissions.about')}
      actions={
        <span className={styles.value}>
          <SavedNotice>{saved > 0 && !editing ? t('apps.form.saved') : ''}</SavedNotice>
          <Button ref={edit} aria-expanded={editing} onClick={() => setEditing(true)}>
            {t('apps.permissions.change')}
          </Button>
        </span>
      }
    >
      {editing ? (
        <Form appId={id} before={toMap(permissions)} onClose={close} />
      ) : (
        <div>
          <PermissionList permissions={permissions} />
        </div>
      )}
    </AppSection>
  );
}

type FormProps = { appId: string; before: PermissionMap; onClose: (isSaved: boolean) => void };

/** Before anything is saved it says what holds at once and what waits for owners. */
function Form({ appId, before, onClose }: FormProps) {
  const [chosen, setChosen] = useState(before);
  const [update, { loading }] = useUpdateApp();
  const refusal = useRefusal('app-edit', ['permissions']);
  const wanted = withMetadata(chosen);
  const moves = movesBetween(before, wanted);
  const isChanged = moves.less.length + moves.more.length > 0;

  const save = async () => {
    if (loading || !isChanged) return;
    refusal.clear();
    const { data, error } = await update({ variables: { input: { appId, permissions: toInput(wanted) } } });
    if (data) onClose(true);
    else refusal.refuse(error);
  };
  return (
    <AppFormFrame
      label={t('apps.permissions.title')}
      refusal={refusal}
      failed={t('apps.form.notSaved')}
      onSubmit={save}
      buttons={
        <>
          <Button type="submit" variant="primary" inactive={!isChanged} loading={loading}>
            {t('apps.permissions.save')}
          </Button>
          <Button disabled={loading} onClick={() => onClose(false)}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      <AppPermissionsField
        id={refusal.idOf('permissions')}
        chosen={chosen}
        problem={refusal.texts.permissions}
        onChange={(next) => {
          setChosen(next);
          refusal.mend('permissions');
        }}
      />
      <output className={styles.stack}>
        <Moves title={t('apps.permissions.less')} lines={moves.less} />
        <Moves title={t('apps.permissions.more')} lines={moves.more} />
      </output>
    </AppFormFrame>
  );
}

const Moves = ({ title, lines }: { title: string; lines: readonly string[] }) =>
  lines.length > 0 && (
    <div>
      <strong>{title}</strong>
      <ul className={styles.moves}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
