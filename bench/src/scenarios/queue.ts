import type { HttpRequest } from '../load.ts';
import { type Side, startCountersign, startPeer } from '../processes.ts';
import { type Contestant, race, ratioOf } from '../rounds.ts';
import { type Findings, number, ranged, resultsTable } from '../table.ts';
import { nearest, organizationsOf } from './organizations.ts';
import { type Asked, forCountersign, forMercurius, forPostgraphile, type Wanted } from './queue-documents.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { graphqlHeaders, openSession } from './session.ts';

const CONNECTIONS = 10;
export const PAGE = 50;
export const PERMISSION = 'contents';

/** P-4: the queue's page, with a session and every field's permission checked on our side, and neither on theirs. */
export async function queue(ground: Ground): Promise<Findings> {
  const { url } = ground.loaded;
  const organization = nearest(await organizationsOf(url), 1_000);
  const wanted = {
    organization: organization.login,
    organizationId: organization.id,
    permission: PERMISSION,
    first: PAGE,
  };
  const session = await openSession(url, organization.ownerId);
  const sides: Side[] = [];
  try {
    sides.push(await startCountersign(houseOf(ground)));
    sides.push(await startPeer('PostGraphile 5', 'postgraphile.ts', houseOf(ground)));
    sides.push(await startPeer('Mercurius with JIT', 'mercurius.ts', houseOf(ground)));
    const contestants = await contestantsOf(sides, wanted, graphqlHeaders(session));
    const [ours, ...theirs] = await race(contestants, houseOf(ground));
    const faster = theirs.toSorted((a, b) => b.throughput.median - a.throughput.median)[0]!;
    const ratio = ratioOf(ours!, faster);
    return {
      lines: [
        {
          id: 'P-4',
          work: `the queue's page: ${PAGE} requests, a filter, in an organization with ${number(organization.requests)}`,
          against: `${faster.name}, the faster of the two`,
          measured: `${ranged(ratio)}×`,
          bar: '≥ 1×',
          met: ratio.median >= 1,
        },
      ],
      details: resultsTable([ours!, ...theirs]),
    };
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
  }
}

const DOCUMENTS = [forCountersign, forPostgraphile, forMercurius];

/** Asks each side once, compares what they answer, and makes the load of it. */
async function contestantsOf(sides: Side[], wanted: Wanted, ours: Record<string, string>): Promise<Contestant[]> {
  const answers: unknown[] = [];
  const contestants: Contestant[] = [];
  for (const [index, side] of sides.entries()) {
    const asked = DOCUMENTS[index]!(wanted);
    const request = requestFor(asked, index === 0 ? ours : { 'content-type': 'application/json' });
    answers.push(asked.shape(await bodyOf(side, request)));
    contestants.push({ side, load: { connections: CONNECTIONS, requests: [request], mustContain: `"totalCount":` } });
  }
  for (const [index, answer] of answers.entries()) mustEqual(sides[index]!.name, answer, answers[0]);
  return contestants;
}

export const requestFor = ({ path, query, variables }: Asked, headers: Record<string, string>): HttpRequest => ({
  method: 'POST',
  path,
  headers,
  body: JSON.stringify({ query, variables }),
});

export async function bodyOf({ url, name }: Side, { path, ...init }: HttpRequest): Promise<string> {
  const response = await fetch(`${url}${path}`, init);
  const body = await response.text();
  if (response.status !== 200 || body.includes('"errors"'))
    throw new Error(`${name} answered ${response.status} ${body.slice(0, 2_000)}`);
  return body;
}
