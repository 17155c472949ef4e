import { LIMITS } from '@countersign/schema';

/** What is wrong with a name for a person or an organization, or null. (SN-5) */
export function problemWithLogin(login: string): string | null {
  if (login.length === 0) return 'A name is needed.';
  if (login.length > LIMITS.login) return `A name has at most ${LIMITS.login} characters.`;
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(login))
    return 'A name has lower-case letters, digits and hyphens only, and neither begins nor ends with a hyphen.';
  return null;
}
