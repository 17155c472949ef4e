import type { Database } from '../../platform/database/database.ts';
import { countOne, limiterOf } from '../../platform/http/rate-limit.ts';

const WINDOW_SECONDS = 15 * 60;
const MOST = { login: 10, address: 50 };

type Throttle = {
  /** Counts a try before its password is looked at, so that tries at the same moment count too. RATE_LIMITED when it is one too many. */
  countTry(login: string, ip: string): Promise<void>;
  /** The password was right: what stood against the login is forgotten, and for the address the try is not counted. */
  forgive(login: string, ip: string): Promise<void>;
  /** The person has another password: what stood against the login is forgotten. */
  forget(login: string): Promise<void>;
};

/** Slows the guessing of passwords. (SN-2) */
export function signInThrottle(database: Database): Throttle {
  const byLogin = limiterOf(database, { name: 'login', most: MOST.login, seconds: WINDOW_SECONDS });
  const byAddress = limiterOf(database, { name: 'address', most: MOST.address, seconds: WINDOW_SECONDS });
  return {
    async countTry(login, ip) {
      await countOne(byAddress, ip);
      await countOne(byLogin, keyOf(login));
    },
    async forgive(login, ip) {
      await Promise.all([byLogin.delete(keyOf(login)), byAddress.reward(ip)]);
    },
    async forget(login) {
      await byLogin.delete(keyOf(login));
    },
  };
}

/** Keys are at most 255 characters, and what people type into the login field is not. */
const keyOf = (login: string) => login.toLowerCase().slice(0, 100);
