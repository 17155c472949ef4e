/** Opaque to callers: the type and the database id. (Relay) */
export const globalId = (type: string, id: number): string => Buffer.from(`${type}:${id}`).toString('base64url');

export type DecodedId = { type: string; id: number };

/** What an id means, or null when we never made it. */
export function readGlobalId(text: string): DecodedId | null {
  const [, type, digits] =
    /^([A-Za-z]+):([1-9]\d{0,15})$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? [];
  return type && digits && globalId(type, Number(digits)) === text ? { type, id: Number(digits) } : null;
}

/** An id as it was given, and the database id in it; null when there is none. */
export const givenIds = (type: string, ids: readonly string[] | null | undefined) =>
  ids?.map((given) => ({ given, id: databaseIdIn(type, given) })) ?? null;

/** The database id in a global id of this type or in plain digits, as scripts have it from REST; null for anything else. */
export function databaseIdIn(type: string, text: string): number | null {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  const decoded = readGlobalId(text);
  return decoded?.type === type ? decoded.id : null;
}
