import type { FastifyRequest } from 'fastify';
import { guardPush } from '../../features/leaks/guard-push.ts';
import type { RepositoryInSight } from '../../features/repositories/repository.store.ts';
import type { DoorOptions } from '../doors.ts';
import { PushedIds } from './pushed-ids.ts';

export type WatchedPush = {
  /** Is shown what the client sends, as it passes. */
  onBody(chunk: Buffer): void;
  /** To be called once git has ended, or was never started. What it resolves to is waited for before the client hears the end. */
  gitHasEnded(): Promise<void>;
};

/** A push whose secrets are dead before it returns. (EX-4) */
export async function watchPush(
  { database, settings, clock }: DoorOptions,
  { headers, log }: FastifyRequest,
  { id, name, owner, visibility }: RepositoryInSight,
): Promise<WatchedPush> {
  const pushed = new PushedIds(headers['content-encoding']);
  const repository = { id, name: `${owner.login}/${name}`, isPublic: visibility === 'PUBLIC' };
  const guard = await guardPush({ database, settings, clock, log }, repository);
  return { onBody: (chunk) => pushed.take(chunk), gitHasEnded: () => guard.finish(pushed.ids) };
}
