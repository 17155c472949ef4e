import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

const HOUR_SECONDS = 60 * 60;

/** How far somebody has come within their hour. */
export type Standing = Readonly<{ limit: number; used: number; remaining: number; resetAt: Date }>;
/** `standing` null: there is no limit. */
export type Taken = Readonly<{ isWithin: boolean; standing: Standing | null }>;

/** So many points by key in an hour, from the first one on, in the memory of this process. 0 = without limit. A key is forgotten when its hour is over. */
export class HourlyLimit {
  private readonly limiter: RateLimiterMemory | null;

  constructor(private readonly most: number) {
    this.limiter = most === 0 ? null : new RateLimiterMemory({ points: most, duration: HOUR_SECONDS });
  }

  async look(key: string): Promise<Standing | null> {
    return this.limiter && this.standingOf(await this.limiter.get(key));
  }

  /** What does not fit any more is not counted: who asks for less may still get it. */
  async take(key: string, points: number): Promise<Taken> {
    const before = await this.look(key);
    if (!this.limiter || !before) return { isWithin: true, standing: null };
    if (before.remaining < points) return { isWithin: false, standing: before };
    const after = await this.limiter.penalty(key, points);
    return { isWithin: after.consumedPoints <= this.most, standing: this.standingOf(after) };
  }

  private standingOf(counted: RateLimiterRes | null): Standing {
    const used = Math.min(counted?.consumedPoints ?? 0, this.most);
    const left = Math.max(counted?.msBeforeNext ?? HOUR_SECONDS * 1000, 0);
    return { limit: this.most, used, remaining: this.most - used, resetAt: new Date(Date.now() + left) };
  }
}
