import type { Settings } from '../../access/caller.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Job } from '../../platform/jobs/add-jobs.ts';
import { systemActor } from '../audit-log/record-audit.ts';
import { gitDirectoryOf } from '../repositories/git-directory.ts';
import { findTips } from '../repositories/start-git.ts';
import type { Range } from './read-objects.ts';
import { revokeLeakedTokens } from './revoke-leaked-tokens.ts';
import { scanObjects } from './scan-objects.ts';

/** A repository that everybody can read; its name as `owner/name`. */
export type PublicRepository = { id: number; name: string };
/** `tips` null: all refs there are when the job is done. */
export type ScanOrder = { repository: PublicRepository; tips: readonly string[] | null; before: readonly string[] };
export type ScanHouse = Readonly<{ database: Database; settings: Settings; clock: () => Date }>;

/** A scan as a job. One at a time in each process: however much there is to look through, it keeps one worker busy. */
export const scanJob = (order: ScanOrder, when: Pick<Job, 'jobKey' | 'runAt'> = {}): Job => ({
  task: 'scan-for-leaks',
  payload: order,
  flags: ['scan for leaks'],
  ...when,
});

/** For a repository that was just made public: all its branches and tags. Queue it in the transaction that makes it so. (EX-4) */
export const scanOfWholeRepository = (repository: PublicRepository): Job =>
  scanJob({ repository, tips: null, before: [] }, { jobKey: `scan-for-leaks:repository:${repository.id}` });

/** Ends every token whose secret stands in the range. Once more makes no difference; ended by the signal it rejects, and is to be done again. */
export async function scanRange(
  { database, settings, clock }: ScanHouse,
  { id, name }: PublicRepository,
  { range, signal }: { range: Range; signal: AbortSignal },
): Promise<void> {
  const directory = gitDirectoryOf(settings.gitRoot, id);
  await scanObjects({ directory, range, signal }, (sightings) =>
    revokeLeakedTokens(
      { database, actor: systemActor, now: clock() },
      sightings.map(({ hash, commit }) => ({ hash, place: { repository: name, commit } })),
    ),
  );
}

/** What was ordered while a push or a change of visibility was being done. */
export async function scanForLeaks(
  { repository, tips, before }: ScanOrder,
  house: ScanHouse & { stopping: AbortSignal },
): Promise<void> {
  const directory = gitDirectoryOf(house.settings.gitRoot, repository.id);
  const range = { tips: tips ?? (await findTips(directory)), before };
  await scanRange(house, repository, { range, signal: house.stopping });
}
