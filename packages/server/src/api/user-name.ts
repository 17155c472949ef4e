import type { Viewer } from '../access/viewer.ts';

/** Who a credential acts as, in a name for other programs: a person's login, or `review-bot[bot]`, which can be nobody's login. */
export const userNameOf = ({ actor }: Viewer): string | null =>
  actor.appId !== null && actor.userId === null ? `${actor.login}[bot]` : actor.login;
