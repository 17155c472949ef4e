import type { Level } from '@countersign/schema';
import { t } from '../i18n/t.ts';

/** A level as people read it: "Read and write"; none is "No access". */
export const levelText = (level: Level | null): string => t(`permissions.access.${level ?? 'none'}`);

const API_LEVELS = { read: 'READ', write: 'WRITE', admin: 'ADMIN' } as const;
const LEVELS = { READ: 'read', WRITE: 'write', ADMIN: 'admin' } as const;

/** The catalogue writes levels small, GraphQL writes them large. */
export const levelToApi = (level: Level) => API_LEVELS[level];
export const levelFromApi = (level: keyof typeof LEVELS) => LEVELS[level];
