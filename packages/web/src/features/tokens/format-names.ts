import { formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';

const MOST = 3;

/** "alice, bob, and carol"; of more than a few, the first ones and a number: "alice, bob and 5 others". */
export function formatNames(names: readonly string[]): string {
  if (names.length <= MOST) return formatList(names);
  const first = names.slice(0, MOST - 1);
  return t('tokens.namesAndOthers', { names: first.join(', '), count: names.length - first.length });
}
