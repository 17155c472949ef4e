/** The longest that mail servers take. (RFC 5321) */
const LONGEST = 254;

// Spaces, controls, characters that nobody sees, and those that mean something in a header or a list of addresses.
const PART = String.raw`[^\s@<>()\[\],:;"\\\p{Cc}\p{Cf}]`;
const ADDRESS = new RegExp(String.raw`^${PART}{1,64}@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$`, 'u');

/** At most so many addresses for a person. */
export const MOST_ADDRESSES = 10;

/** An address in the form in which it is kept: as written, without what surrounds it. */
export const normalizeAddress = (address: string): string => address.normalize('NFC').trim();

/** What is wrong with an e-mail address, or null. Whether it is anybody's, only a mail to it tells. */
export function problemWithAddress(address: string): string | null {
  if (address.length > LONGEST) return `An e-mail address has at most ${LONGEST} characters.`;
  if (!ADDRESS.test(address) || address.includes('..')) return 'This is no e-mail address.';
  return null;
}
