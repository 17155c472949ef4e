import type { PermissionMap } from '@countersign/schema';
import { t } from '../../i18n/t.ts';
import { permissionsIn, withMetadata } from '../../ui/permission-choices.ts';
import { PermissionPicker } from '../../ui/permission-picker.tsx';
import { APP_PERMISSIONS, withPermission } from './app-permissions.ts';

type Props = {
  id: string;
  /** Without the metadata that others bring, unless it was chosen itself. */
  chosen: PermissionMap;
  problem?: string;
  onChange: (chosen: PermissionMap) => void;
};

/** What an App asks for, those permissions among them that only Apps can hold. */
export const AppPermissionsField = ({ id, chosen, problem, onChange }: Props) => (
  <PermissionPicker
    id={id}
    groups={(['repository', 'organization'] as const).map((group) => ({
      group,
      about: t(`apps.permissions.about.${group}`),
      permissions: permissionsIn(APP_PERMISSIONS, group),
    }))}
    wanted={withMetadata(chosen)}
    problem={problem}
    onChoose={(key, level) => onChange(withPermission(chosen, key, level))}
  />
);
