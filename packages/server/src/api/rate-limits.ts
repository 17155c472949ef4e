import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { Caller } from '../access/caller.ts';
import { AppError } from '../errors.ts';
import { drawerOf } from '../platform/http/drawer-of.ts';
import { HourlyLimit, type Standing } from '../platform/http/hourly-limit.ts';
import { Meter, type Tell } from './meter.ts';

/** Beyond this many credentials the one that was seen first is looked up again. */
const MOST_KNOWN = 20_000;

/** What a request is counted under before anybody knows who asks. */
type Approach = Readonly<{ credential: string | undefined; ip: string }>;

/** Whose a credential was when it last held, so that one who is over the limit is refused without a look into the database. Secrets are not kept. */
class KnownCredentials {
  private readonly names = new Map<string, string>();

  nameOf = (credential: string): string | undefined => this.names.get(digestOf(credential));

  forget = (credential: string): unknown => this.names.delete(digestOf(credential));

  remember(credential: string, name: string): void {
    const digest = digestOf(credential);
    this.names.delete(digest);
    this.names.set(digest, name);
    if (this.names.size > MOST_KNOWN) this.names.delete(this.names.keys().next().value!);
  }
}

const digestOf = (credential: string) => hash('sha256', credential, 'base64');

/** The limits of one kind of request. */
class RateLimit {
  constructor(
    private readonly viewers: HourlyLimit,
    private readonly strangers: HourlyLimit,
    private readonly known: KnownCredentials,
  ) {}

  /** Where somebody stands: a viewer by name, else an address. */
  standingOf = (name: string | null, ip: string): Promise<Standing | null> =>
    (name === null ? this.anonymous(ip) : this.viewer(name)).standing();

  /**
   * Finds out who asks and counts the request for them: a viewer under their name, whatever they ask with; nobody, and a credential that does not
   * hold, under the address, each by itself. Who is over the limit is refused before `identify`, so without a statement; so is, from an address that
   * sent too many bad credentials, any that is not known. `tell` hears of the standing, also before a refusal.
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
    const name = this.known.nameOf(credential);
    const refused = this.meter(this.strangers, `refused ${drawerOf(ip)}`, ip, tell);
    if (name === undefined) await refused.mustHaveRoom();
    else if (points > 0) await this.viewer(name, tell).mustHaveRoom();
    const who = await identify().catch(async (error: unknown) => {
      if (error instanceof AppError && error.code === 'UNAUTHENTICATED') {
        this.known.forget(credential);
        await refused.take(1);
      }
      throw error;
    });
    const meter = this.viewer(nameOf(who)!, tell);
    this.known.remember(credential, nameOf(who)!);
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
  const known = new KnownCredentials();
  const limit = () => new RateLimit(new HourlyLimit(most.rateLimit), new HourlyLimit(most.rateLimitAnonymous), known);
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
