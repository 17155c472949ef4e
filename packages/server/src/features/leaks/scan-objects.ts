import { LIMITS } from '@countersign/schema';
import { hashOf } from '../../access/secrets.ts';
import { ObjectSplitter, type Range, streamObjects } from './read-objects.ts';
import { SecretFinder } from './secret-finder.ts';

/** A secret that somebody saw: only its hash goes on from here. */
export type Sighting = { hash: Buffer; commit: string };

/**
 * Looks for secrets in all objects of a range: contents and names of files, messages of commits and tags. Whatever the range, no more is held than
 * a batch of sightings; while `report` has one, git waits. Rejects when git fails or the signal ends it.
 */
export async function scanObjects(
  { directory, range, signal }: { directory: string; range: Range; signal: AbortSignal },
  report: (sightings: Sighting[]) => Promise<void>,
): Promise<void> {
  const splitter = new ObjectSplitter();
  const finder = new SecretFinder();
  const batch = new Map<string, Sighting>();
  const flush = async () => {
    await report([...batch.values()]);
    batch.clear();
  };
  for await (const chunk of streamObjects(directory, range, signal)) {
    for (const { bytes, isFirst, commit } of splitter.pieces(chunk))
      for (const secret of finder.secretsIn(bytes, isFirst)) {
        const hash = hashOf(secret);
        const key = hash.toString('base64');
        if (!batch.has(key)) batch.set(key, { hash, commit });
      }
    if (batch.size >= LIMITS.decisionBatch) await flush();
  }
  if (batch.size > 0) await flush();
}
