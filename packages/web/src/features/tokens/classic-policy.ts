import { expiresAtOf } from './expiry.ts';
import type { Expiry } from './expiry.ts';

/** What an organization demands of the viewer's classic tokens. */
export type ClassicTerms = {
  login: string;
  allowsFineGrained: boolean;
  allowsClassic: boolean;
  /** Null = no limit. */
  classicMaxDays: number | null;
};

/** An organization that would refuse the token: for its kind (`maxDays` null), or for living longer than so many days. */
export type ClassicRefusal = { login: string; maxDays: number | null; allowsFineGrained: boolean };

const DAY = 86_400_000;

/** The organizations that would refuse a classic token made now with this expiry, and why. (PO-4, PO-5) */
export function refusalsOf(organizations: readonly ClassicTerms[], expiry: Expiry, now: number): ClassicRefusal[] {
  // No date chosen yet: nothing can be said of its length.
  const isOpen = expiry.kind === 'date' && expiry.date === '';
  const expiresAt = expiresAtOf(expiry, now);
  const days = expiresAt ? (expiresAt.getTime() - now) / DAY : Infinity;
  return organizations.flatMap(({ login, allowsFineGrained, allowsClassic, classicMaxDays }): ClassicRefusal[] => {
    if (!allowsClassic) return [{ login, maxDays: null, allowsFineGrained }];
    const isTooLong = classicMaxDays !== null && !isOpen && days > classicMaxDays;
    return isTooLong ? [{ login, maxDays: classicMaxDays, allowsFineGrained }] : [];
  });
}
