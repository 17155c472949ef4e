/** An id as it was given, and the database id in it; null when there is none. */
export type GivenId = { given: string; id: number | null };

/** An id that is repeated counts once. */
export const distinct = (ids: readonly GivenId[]): number => new Set(ids.map(({ id, given }) => id ?? given)).size;
