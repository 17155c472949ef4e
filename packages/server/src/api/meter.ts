import { AppError } from '../errors.ts';
import type { HourlyLimit, Standing, Taken } from '../platform/http/hourly-limit.ts';

export type Tell = (standing: Standing | null) => void;

/** Refused before anything was done. REST says 403, as GitHub does; GraphQL says it in the body. */
class RateLimitExceeded extends AppError {
  constructor(whose: string, standing: Standing) {
    const seconds = Math.max(1, Math.ceil((standing.resetAt.getTime() - Date.now()) / 1000));
    super('RATE_LIMITED', `API rate limit exceeded for ${whose}.`, { retryAfterSeconds: seconds });
  }

  override get status(): number {
    return 403;
  }
}

/** One request under the limit: what it has cost so far, and where its viewer stands. */
export class Meter {
  cost = 0;

  constructor(
    private readonly limit: HourlyLimit,
    private readonly key: string,
    private readonly whose: string,
    private readonly tell: Tell,
  ) {}

  standing = (): Promise<Standing | null> => this.limit.look(this.key);

  /** Counts; throws RATE_LIMITED where so many are not left. */
  async take(points: number): Promise<void> {
    this.mustBeWithin(points === 0 ? await this.free() : await this.limit.take(this.key, points));
    this.cost += points;
  }

  /** Throws where nothing is left, and counts nothing. */
  async mustHaveRoom(): Promise<void> {
    const standing = await this.standing();
    if (standing?.remaining === 0) this.mustBeWithin({ isWithin: false, standing });
  }

  private free = async (): Promise<Taken> => ({ isWithin: true, standing: await this.standing() });

  private mustBeWithin({ isWithin, standing }: Taken): void {
    this.tell(standing);
    if (!isWithin) throw new RateLimitExceeded(this.whose, standing!);
  }
}
