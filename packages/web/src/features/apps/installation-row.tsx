import { Avatar, Button, Label } from '@primer/react';
import { useEffect, useRef, useState } from 'react';
import { readPermissions } from '../../apollo/permission-set.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { permissionsText, repositoriesText } from '../../ui/access-summary.tsx';
import { Moment } from '../../ui/moment.tsx';
import { PermissionList } from '../../ui/permission-list.tsx';
import { ProblemPlace } from '../../ui/problem-place.tsx';
import { grouped, isSome } from './app-permissions.ts';
import { ChangeRepositoriesForm } from './change-repositories-form.tsx';
import { PermissionsAsked } from './permissions-asked.tsx';
import { SuspendButton } from './suspend-button.tsx';
import { UninstallDialog } from './uninstall-dialog.tsx';
import list from '../../ui/list.module.css';
import styles from './apps.module.css';

const InstallationRow_installation = graphql(`
  fragment InstallationRow_installation on AppInstallation {
    id
    createdAt
    suspendedAt
    app {
      id
      name
      slug
      avatarUrl
    }
    permissions {
      key
      level
    }
    permissionsAsked {
      ...PermissionSet_levels
    }
    repositorySelection
    repositories(first: 3) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);

type Props = {
  organization: string;
  installation: FragmentType<typeof InstallationRow_installation>;
  onUninstalled: (name: string) => void;
};

/** One App let in: what it may do and where, what it asks for by now, and what an owner can do about it. */
export function InstallationRow({ organization, installation: masked, onUninstalled }: Props) {
  const installation = readFragment(InstallationRow_installation, masked);
  const { id, app, permissions, repositorySelection, suspendedAt } = installation;
  const permissionsAsked = readPermissions(installation.permissionsAsked);
  const [choosing, setChoosing] = useState(false);
  const [uninstalling, setUninstalling] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const change = useRef<HTMLButtonElement>(null);
  const name = useRef<HTMLElement>(null);
  const [accepted, setAccepted] = useState(0);
  useEffect(() => {
    // What asked is gone with what had the focus.
    if (accepted > 0) name.current?.focus();
  }, [accepted]);
  const held = grouped(permissions);
  const repositories = installation.repositories ?? { totalCount: 0, nodes: [] };
  const closeForm = () => {
    setChoosing(false);
    change.current?.focus();
  };

  return (
    <li className={list.row}>
      <Avatar src={app.avatarUrl} size={32} alt="" square />
      <div className={list.main}>
        <div className={list.heading}>
          <strong ref={name} tabIndex={-1} className={styles.words}>
            {app.name}
          </strong>
          {suspendedAt && <Label variant="attention">{t('apps.installed.suspended')}</Label>}
        </div>
        <div className={list.facts}>
          <span>{repositoriesText({ repositorySelection, repositories })}</span>
          <span>
            {t('apps.installed.since')} <Moment at={installation.createdAt} />
          </span>
          {suspendedAt && (
            <span>
              {t('apps.installed.suspendedSince')} <Moment at={suspendedAt} />
            </span>
          )}
        </div>
        <details className={styles.more}>
          <summary>{permissionsText(held)}</summary>
          <PermissionList permissions={held} />
        </details>
        <ProblemPlace error={failure} />
        {isSome(permissionsAsked) && (
          <PermissionsAsked
            installation={{ id, name: app.name, permissions, permissionsAsked }}
            onAccepted={() => setAccepted((count) => count + 1)}
          />
        )}
        {choosing && (
          <ChangeRepositoriesForm
            organization={organization}
            installation={{ id, name: app.name, repositorySelection }}
            onClose={closeForm}
          />
        )}
      </div>
      <div className={styles.actions}>
        <Button
          ref={change}
          size="small"
          aria-expanded={choosing}
          aria-label={t('apps.repositories.changeOf', { name: app.name })}
          onClick={() => setChoosing(true)}
        >
          {t('apps.repositories.change')}
        </Button>
        <SuspendButton installation={{ id, name: app.name, suspendedAt }} onFailure={setFailure} />
        <Button
          size="small"
          variant="danger"
          aria-label={t('apps.uninstall.of', { name: app.name })}
          onClick={() => setUninstalling(true)}
        >
          {t('apps.uninstall.button')}
        </Button>
      </div>
      {uninstalling && (
        <UninstallDialog
          installation={{ id, name: app.name }}
          onClose={() => setUninstalling(false)}
          onUninstalled={() => onUninstalled(app.name)}
        />
      )}
    </li>
  );
}
