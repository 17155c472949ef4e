import type { Viewer } from '../../access/viewer.ts';
import type { RepositoryInSight } from './repository.store.ts';

/** Of repositories that something names, those that the person who asks may know of. Apps are not left without one: each says what it needs. */
export const keepInSight = (
  { userId }: Viewer,
  rows: readonly (RepositoryInSight | Error | null)[],
): RepositoryInSight[] =>
  rows.filter(
    (row): row is RepositoryInSight =>
      row !== null && !(row instanceof Error) && (userId === null || row.userLevel !== null),
  );
