import { type Level, permissionOf } from '@countersign/schema';
import { t } from '../../i18n/t.ts';
import { levelText } from '../../ui/permission-texts.ts';
import type { AccessDifference } from './access-edit.ts';

const titleOf = (key: string) => permissionOf(key)?.title ?? key;
const held = ({ key, level }: { key: string; level: Level }) => `${titleOf(key)}: ${levelText(level)}`;
const moved = ({ key, from, to }: { key: string; from: Level; to: Level }) =>
  t('tokens.edit.moved', { permission: titleOf(key), from: levelText(from), to: levelText(to) });

/** What is more than before, a sentence each. */
export const widerLines = (difference: AccessDifference, owner: string): string[] => [
  ...difference.added.map((one) => t('tokens.edit.added', { permission: held(one) })),
  ...difference.raised.map((one) => t('tokens.edit.raised', { permission: moved(one) })),
  ...(difference.toAll ? [t('tokens.edit.toAll', { owner })] : []),
  ...difference.repositoriesAdded.map(({ name }) => t('tokens.edit.repositoryAdded', { name: `${owner}/${name}` })),
];

/** What is less than before, a sentence each. */
export const narrowerLines = (difference: AccessDifference, owner: string): string[] => [
  ...difference.dropped.map((one) => t('tokens.edit.dropped', { permission: held(one) })),
  ...difference.lowered.map((one) => t('tokens.edit.lowered', { permission: moved(one) })),
  ...(difference.fromAll ? [t('tokens.edit.fromAll', { owner })] : []),
  ...difference.repositoriesRemoved.map(({ name }) => t('tokens.edit.repositoryRemoved', { name: `${owner}/${name}` })),
];
