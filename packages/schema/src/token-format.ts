/**
 * The form of every secret (TK-3): a prefix that names its kind, 30 random base62 characters, and six that are the CRC-32 of the 30 in base62.
 * The checksum lets a scanner, and the gate, drop strings that were never made by us without asking the database.
 */
export const TOKEN_PREFIXES = {
  FINE_GRAINED: 'csf_',
  CLASSIC: 'csp_',
  OAUTH: 'cso_',
  APP_USER: 'csu_',
  APP_INSTALLATION: 'css_',
  APP_REFRESH: 'csr_',
} as const;

export type TokenKind = keyof typeof TOKEN_PREFIXES;

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
export const RANDOM_LENGTH = 30;
export const CHECKSUM_LENGTH = 6;

/** What a scanner looks for; a match may still fail the checksum. */
export const TOKEN_PATTERN = /\bcs[fpousr]_[0-9A-Za-z]{36}\b/g;

const WHOLE = /^(cs[fpousr]_)([0-9A-Za-z]{30})([0-9A-Za-z]{6})$/;
const kinds = new Map(Object.entries(TOKEN_PREFIXES).map(([kind, prefix]) => [prefix as string, kind as TokenKind]));

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO-HDLC) of the random part in base62, padded to six characters. */
export function tokenChecksum(random: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < random.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ random.charCodeAt(i)) & 0xff]!;
  let value = (crc ^ 0xffffffff) >>> 0;
  let digits = '';
  for (; value > 0; value = Math.floor(value / 62)) digits = BASE62[value % 62]! + digits;
  return digits.padStart(CHECKSUM_LENGTH, '0');
}

/** The kind of a well-formed secret, or null. Says nothing about whether the token exists. */
export function tokenKindOf(secret: string): TokenKind | null {
  const match = WHOLE.exec(secret);
  if (!match || tokenChecksum(match[2]!) !== match[3]) return null;
  return kinds.get(match[1]!) ?? null;
}
