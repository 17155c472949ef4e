import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { AppError } from '../errors.ts';
import { drawerOf } from '../platform/http/drawer-of.ts';
import { HourlyLimit, type Standing } from '../platform/http/hourly-limit.ts';
import { Meter, type Tell } from './meter.ts';

/** Beyond this many credentials the one that was seen first is forgotten. */
const MOST_REMEMBERED = 20_000;
/** So long one that did not hold is taken for dead: what is suspended may be let in again. */
const DEAD_FOR = 60 * 1000;

/** What a request is counted under before anybody knows who asks. */
type Approach = Readonly<{ credential: string | undefined; ip: string }>;

/** Something of the last credentials that were seen. Secrets are not kept. */
class Remembered<What> {
  private readonly kept = new Map<string, What>();

  get = (credential: string): What | undefined => this.kept.get(digestOf(credential));

  forget = (credential: string): unknown => this.kept.delete(digestOf(credential));

  remember(credential: string, what: What): void {
    const digest = digestOf(credential);
    this.kept.delete(digest);
    this.kept.set(digest, what);
    if (this.kept.size > MOST_REMEMBERED) this.kept.delete(this.kept.keys().next().value!);
  }
}

/** How credentials were found when they were last looked up, so that who is over a limit is refused without a look into the database. */
class Seen {
  /** Whose they were. */
  readonly known = new Remembered<string>();
  /** When they did not hold. */
  readonly dead = new Remembered<number>();
}

const digestOf = (credential: string) => hash('sha256', credential, 'base64');

/** The limits of one kind of request. */
class RateLimit {
  constructor(
    private readonly viewers: HourlyLimit,
    private readonly strangers: HourlyLimit,
    private readonly seen: Seen,
  ) {}

  /** Where somebody stands: a viewer by name, else an address. */
  standingOf = (name: string | null, ip: string): Promise<Standing | null> =>
    (name === null ? this.anonymous(ip) : this.viewer(name)).standing();

  /**
   * Finds out who asks and counts the request for them: a viewer under their name, whatever they ask with; nobody, and a credential that does not
   * hold, under the address, each by itself. Who is over the limit is refused before `identify`, so without a statement; so is, from an address that
   * sent too many bad credentials, one that did not hold a moment ago. A right one is always let in: behind one address may be a whole company, and a script
   * with an old token must not silence the rest. `tell` hears of the standing, also before a refusal.
   */
  async admit<Who>(
    { credential, ip }: Approach,
    identify: () => Promise<Who>,
    nameOf: (who: Who) => string | null,
    tell: Tell,
    points = 1,
  ): Promise<{ who: Who; meter: Meter }> {
    if (credential === undefined) {
      const meter = this.anonymous(ip, tell);
      await meter.take(points);
      return { who: await identify(), meter };
    }
    const { known, dead } = this.seen;
    const name = known.get(credential);
    const refused = this.meter(this.strangers, `refused ${drawerOf(ip)}`, ip, tell);
    if (name !== undefined && points > 0) await this.viewer(name, tell).mustHaveRoom();
    if (Date.now() - (dead.get(credential) ?? 0) < DEAD_FOR) await refused.mustHaveRoom();
    const who = await identify().catch(async (error: unknown) => {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') {
        known.forget(credential);
        dead.remember(credential, Date.now());
        await refused.take(1);
      }
      throw error;
    });
    const meter = this.viewer(nameOf(who)!, tell);
    dead.forget(credential);
    known.remember(credential, nameOf(who)!);
    await meter.take(points);
    return { who, meter };
  }

  private viewer = (name: string, tell: Tell = () => {}) => this.meter(this.viewers, name, name, tell);
  private anonymous = (ip: string, tell: Tell = () => {}) =>
    this.meter(this.strangers, `anonymous ${drawerOf(ip)}`, ip, tell);
  private meter = (limit: HourlyLimit, key: string, whose: string, tell: Tell) => new Meter(limit, key, whose, tell);
}

export type RateLimits = Readonly<{ core: RateLimit; graphql: RateLimit }>;

/** Per hour, in the memory of this process; 0 = without limit. `core` is REST. (docs/decisions/0016) */
export function createRateLimits(most: { rateLimit: number; rateLimitAnonymous: number }): RateLimits {
  const seen = new Seen();
  const limit = () => new RateLimit(new HourlyLimit(most.rateLimit), new HourlyLimit(most.rateLimitAnonymous), seen);
  return { core: limit(), graphql: limit() };
}

/** What a viewer is counted under: the person, whatever they ask with, or the App where it is installed; null for nobody. */
export function limitedAs({ viewer }: Caller): string | null {
  const { bearer, actor, userId } = viewer;
  if (userId !== null) return `user ID ${userId}`;
  return bearer.kind === 'APP_INSTALLATION'
    ? `app ID ${actor.appId} in organization ID ${bearer.organizationId}`
    : null;
}

/** The headers by which clients pace themselves; none where there is no limit. */
export const tellStanding =
  (reply: FastifyReply, resource: 'core' | 'graphql'): Tell =>
  (standing) => {
    if (!standing) return;
    void reply.headers({
      'x-ratelimit-limit': standing.limit,
      'x-ratelimit-remaining': standing.remaining,
      'x-ratelimit-used': standing.used,
      'x-ratelimit-reset': epochSeconds(standing.resetAt),
      'x-ratelimit-resource': resource,
    });
  };

export const epochSeconds = (moment: Date): number => Math.ceil(moment.getTime() / 1000);
