import { expiresAtOf } from './expiry.ts';
import type { Expiry } from './expiry.ts';

/** What an organization demands of the viewer's classic tokens. */
export type ClassicTerms = {
  login: string;
  isRestricted: boolean;
  takesFineGrained: boolean;
  /** In days; null = no limit. */
  maxDays: number | null;
};

/** An organization that would refuse the token: for its kind (`maxDays` null), or for living longer than so many days. */
export type ClassicRefusal = { login: string; maxDays: number | null; takesFineGrained: boolean };

const DAY = 86_400_000;

/** The organizations that would refuse a classic token made now with this expiry, and why. (PO-4, PO-5) */
export function refusalsOf(organizations: readonly ClassicTerms[], expiry: Expiry, now: number): ClassicRefusal[] {
  // No date chosen yet: nothing can be said of its length.
  const isOpen = expiry.kind === 'date' && expiry.date === '';
  const expiresAt = expiresAtOf(expiry, now);
  const days = expiresAt ? (expiresAt.getTime() - now) / DAY : Infinity;
  return organizations.flatMap(({ login, isRestricted, maxDays, takesFineGrained }): ClassicRefusal[] => {
    if (isRestricted) return [{ login, maxDays: null, takesFineGrained }];
    return maxDays !== null && !isOpen && days > maxDays ? [{ login, maxDays, takesFineGrained }] : [];
  });
}
