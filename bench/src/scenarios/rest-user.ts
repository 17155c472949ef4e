import { type Side, startCountersign, startPeer } from '../processes.ts';
import { race, ratioOf } from '../rounds.ts';
import { type Findings, ranged, resultsTable } from '../table.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { questionsFor } from './verification.ts';

const CONNECTIONS = 50;

/** A load where we lose, as anything would: a whole REST answer of ours, headers, logs and metrics with it, against the bare look-up. */
export async function restUser(ground: Ground): Promise<Findings> {
  const questions = await questionsFor(ground);
  const ours = await startCountersign(houseOf(ground));
  const floor: Side = await startPeer('node:http and one prepared SELECT', 'floor.ts', houseOf(ground));
  try {
    const { token, userId } = questions[0]!;
    const answer = await fetch(`${ours.url}/api/v3/user`, { headers: { authorization: `Bearer ${token}` } });
    mustEqual(
      ours.name,
      { status: answer.status, id: ((await answer.json()) as { id: number }).id },
      { status: 200, id: Number(userId) },
    );
    const [first, second] = await race(
      [
        {
          side: ours,
          load: {
            connections: CONNECTIONS,
            requests: questions.map((each) => ({
              method: 'GET',
              path: '/api/v3/user',
              headers: { authorization: `Bearer ${each.token}` },
            })),
            mustContain: '"login":',
          },
        },
        {
          side: floor,
          load: {
            connections: CONNECTIONS,
            requests: questions.map((each) => ({ method: 'POST', path: '/', body: `token=${each.token}` })),
            mustContain: '"active":true',
          },
        },
      ],
      houseOf(ground),
    );
    return {
      lines: [
        {
          id: '–',
          work: 'GET /api/v3/user with a token, the same tokens',
          against: floor.name,
          measured: `${ranged(ratioOf(first!, second!))}×`,
          bar: 'none: a load where we lose',
          met: null,
        },
      ],
      details: resultsTable([first!, second!]),
    };
  } finally {
    await Promise.all([ours, floor].map((side) => side.stop()));
  }
}
