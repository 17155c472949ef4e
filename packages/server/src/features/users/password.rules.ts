import { LIMITS } from '@countersign/schema';

const { passwordShortest: SHORTEST, passwordLongest: LONGEST } = LIMITS;

/** What is wrong with a new password, or null. Length alone counts: any character may stand in one. */
export function problemWithPassword(password: string): string | null {
  if (password.length < SHORTEST) return `A password has at least ${SHORTEST} characters.`;
  if (password.length > LONGEST) return 'A password has at most 1,000 characters.';
  return null;
}
