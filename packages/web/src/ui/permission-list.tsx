import { appPermissionOf } from '@countersign/schema';
import { DiffAddedIcon, DiffRemovedIcon, DiffRenamedIcon } from '@primer/octicons-react';
import { Label, VisuallyHidden } from '@primer/react';
import { t } from '../i18n/t.ts';
import { type AccessChange, isChange, keptOf, levelBelow } from './access-change.ts';
import styles from './permission-list.module.css';

type Permission = { key: string; level: 'READ' | 'WRITE' | 'ADMIN' };
export type PermissionGroups = Record<'repository' | 'organization' | 'user', readonly Permission[]>;

type Props = {
  permissions: PermissionGroups;
  /** How they differ from what was agreed before, if anything was. */
  change?: AccessChange;
};

const GROUPS = ['repository', 'organization', 'user'] as const;

type Mark = 'added' | 'raised' | 'lowered' | 'kept' | 'dropped';
type Level = Permission['level'];
/** `from`: the level it had before, where that was another and is known. */
type Line = Permission & { mark?: Mark; from?: Level | null };

const marked = (mark: Mark, lines: readonly Line[]): Line[] =>
  lines.map(({ key, level, from }) => ({ key, level, from, mark }));

/** Permissions in their groups, each with its level in words; in a change what is new comes first, and what goes last. */
export function PermissionList({ permissions, change }: Props) {
  const shown = change && isChange(change) ? change : null;
  const linesOf = (group: (typeof GROUPS)[number]): readonly Line[] =>
    shown ? changedLines(shown, group) : permissions[group];
  const groups = GROUPS.map((group) => ({ group, lines: linesOf(group) })).filter(({ lines }) => lines.length > 0);
  if (groups.length === 0) return <p className={styles.none}>{t('permissions.none')}</p>;
  return groups.map(({ group, lines }) => (
    <section key={group} className={styles.group}>
      <h3 className={styles.title}>{t(`permissions.group.${group}`)}</h3>
      <ul className={styles.list}>
        {lines.map(({ key, level, mark, from }) => (
          <li key={key} className={styles.permission} data-mark={mark}>
            <span>{appPermissionOf(key)?.title ?? key}</span>
            <span className={styles.level}>
              {mark && <ChangeLabel mark={mark} />}
              {from ? <Levels from={from} to={level} /> : t(`permissions.level.${level}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  ));
}

function changedLines(change: AccessChange, group: (typeof GROUPS)[number]): Line[] {
  const { kept, lowered, dropped } = keptOf(change, group);
  const raised = change.permissionsUpgraded[group].map((one) => ({ ...one, from: levelBelow(one.key, one.level) }));
  const now = new Map(change.permissionsKept[group].map(({ key, level }) => [key, level]));
  return [
    ...marked('added', change.permissionsAdded[group]),
    ...marked('raised', raised),
    ...marked('kept', kept),
    ...marked(
      'lowered',
      lowered.map(({ key, level }) => ({ key, level: now.get(key)!, from: level })),
    ),
    ...marked('dropped', dropped),
  ];
}

const MARKS = {
  added: { variant: 'success', Icon: DiffAddedIcon },
  raised: { variant: 'attention', Icon: DiffRenamedIcon },
  lowered: { variant: 'secondary', Icon: DiffRenamedIcon },
  kept: { variant: 'secondary', Icon: null },
  dropped: { variant: 'danger', Icon: DiffRemovedIcon },
} as const;

/** What becomes of it: a word and a sign beside the colour. */
function ChangeLabel({ mark }: { mark: Mark }) {
  const { variant, Icon } = MARKS[mark];
  return (
    <Label variant={variant}>
      {Icon && <Icon size={12} className={styles.sign} />}
      {t(`permissions.${mark}`)}
    </Label>
  );
}

function Levels({ from, to }: { from: Level; to: Level }) {
  const levels = { from: t(`permissions.level.${from}`), to: t(`permissions.level.${to}`) };
  return (
    <span>
      <span aria-hidden>{t('permissions.fromTo', levels)}</span>
      <VisuallyHidden>{t('permissions.fromToLabel', levels)}</VisuallyHidden>
    </span>
  );
}
