import type { Level, PermissionDefinition } from '@countersign/schema';
import { Label, Select } from '@primer/react';
import { useId } from 'react';
import { t } from '../i18n/t.ts';
import { levelText } from './permission-texts.ts';
import styles from './permission-picker.module.css';

type Props = {
  permission: PermissionDefinition;
  level: Level | null;
  /** Held because another permission brings it: cannot be taken off. */
  locked: boolean;
  onChange: (level: Level | null) => void;
};

export function PermissionRow({ permission, level, locked, onChange }: Props) {
  const id = useId();
  return (
    <li className={styles.permission}>
      <label htmlFor={id} className={styles.permissionTitle}>
        {permission.title}
      </label>
      {locked && <Label variant="secondary">{t('permissionPicker.mandatory')}</Label>}
      <Select
        id={id}
        size="small"
        disabled={locked}
        value={level ?? 'none'}
        onChange={(event) => onChange(permission.levels.find((known) => known === event.target.value) ?? null)}
      >
        <Select.Option value="none">{levelText(null)}</Select.Option>
        {permission.levels.map((offered) => (
          <Select.Option key={offered} value={offered}>
            {levelText(offered)}
          </Select.Option>
        ))}
      </Select>
    </li>
  );
}
