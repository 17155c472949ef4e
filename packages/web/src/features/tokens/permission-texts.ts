import type { Level } from '@countersign/schema';
import { t } from '../../i18n/t.ts';

/** A level as people read it: "Read and write"; none is "No access". */
export const levelText = (level: Level | null): string => t(`tokens.level.${level ?? 'none'}`);

type ApiLevel = Uppercase<Level>;
export const levelToApi = (level: Level) => level.toUpperCase() as ApiLevel;
export const levelFromApi = (level: ApiLevel) => level.toLowerCase() as Level;
