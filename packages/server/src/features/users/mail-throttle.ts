import { createHash } from 'node:crypto';
import type { Database } from '../../platform/database/database.ts';
import { countOne, isWithin, limiterOf } from '../../platform/http/rate-limit.ts';

const HOUR = 60 * 60;
const LIMITS = {
  sender: { name: 'mail by', most: 10, seconds: HOUR },
  address: { name: 'mail to', most: 10, seconds: HOUR },
  reset: { name: 'reset of', most: 5, seconds: HOUR },
  asker: { name: 'reset from', most: 50, seconds: HOUR / 4 },
};

type Throttle = {
  /** A person wants a link to an address of theirs. RATE_LIMITED when it is one too many. */
  countLinkBy(userId: number): Promise<void>;
  /** False when the address was sent enough links already, whoever wanted them. That is not told: it would say something of other people. */
  mayMail(address: string): Promise<boolean>;
  /** False when the person was sent enough resets already. Not told either. */
  mayReset(userId: number): Promise<boolean>;
  /** Somebody at a network address asks for resets. RATE_LIMITED when it is one too many. */
  countAsking(ip: string): Promise<void>;
};

/** Nobody's mailbox can be flooded with links, whoever asks for them. */
export function mailThrottle(database: Database): Throttle {
  const [sender, address, reset, asker] = [
    limiterOf(database, LIMITS.sender),
    limiterOf(database, LIMITS.address),
    limiterOf(database, LIMITS.reset),
    limiterOf(database, LIMITS.asker),
  ];
  return {
    countLinkBy: (userId) => countOne(sender, String(userId)),
    // Hashed for its length, and since other people's addresses need not lie here.
    mayMail: (to) => isWithin(address, createHash('sha256').update(to.toLowerCase()).digest('hex')),
    mayReset: (userId) => isWithin(reset, String(userId)),
    countAsking: (ip) => countOne(asker, ip),
  };
}
