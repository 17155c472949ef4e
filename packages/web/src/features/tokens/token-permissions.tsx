import { PERMISSIONS } from '@countersign/schema';
import { t } from '../../i18n/t.ts';
import { permissionsIn } from '../../ui/permission-choices.ts';
import { PermissionPicker } from '../../ui/permission-picker.tsx';
import { FIELD_IDS } from './field-ids.ts';
import { groupsFor, wantedPermissions } from './token-draft.ts';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

const ABOUT = {
  repository: 'tokens.permissions.aboutRepository',
  organization: 'tokens.permissions.aboutOrganization',
  user: 'tokens.permissions.aboutUser',
} as const;

/** Every permission that fits the owner and the repository access. (TK-4) */
export const TokenPermissions = ({ form: { draft, owner, problems, choosePermission } }: { form: DraftForm }) => (
  <PermissionPicker
    id={FIELD_IDS.permissions}
    groups={groupsFor(owner, draft.repositorySelection).map((group) => ({
      group,
      about: t(ABOUT[group]),
      permissions: permissionsIn(PERMISSIONS, group),
    }))}
    wanted={wantedPermissions(draft, owner)}
    problem={problems.texts.permissions}
    onChoose={choosePermission}
  >
    {draft.repositorySelection === 'NONE' && <p className={styles.caption}>{t('tokens.permissions.publicOnly')}</p>}
  </PermissionPicker>
);
