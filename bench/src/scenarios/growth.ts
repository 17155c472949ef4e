import { query } from '../database.ts';
import { startCountersign } from '../processes.ts';
import { figures, race } from '../rounds.ts';
import { type Findings, number, ranged, resultsTable } from '../table.ts';
import { compareLists, listsTable } from './growing-lists.ts';
import { nearest, organizationsOf } from './organizations.ts';
import { forCountersign } from './queue-documents.ts';
import { PAGE, PERMISSION, bodyOf, requestFor } from './queue.ts';
import { type Ground, houseOf } from './scenario.ts';
import { graphqlHeaders, openSession } from './session.ts';

const CONNECTIONS = 4;
/** How much more a page may cost where there are a thousand times as many requests. */
const MOST = 1.5;
const LISTS = 'token_requests, token_request_moments, token_request_permissions, token_request_repositories';

/** P-5: the queue's page where an organization has a thousand requests, and where it has a million; and each filter in each order. */
export async function growth(ground: Ground): Promise<Findings> {
  const { url } = ground.loaded;
  // Whatever ran before has used tokens, and so written to the lists; Postgres sweeps them by itself within minutes.
  await query(url, `VACUUM (ANALYZE) ${LISTS}`);
  const organizations = await organizationsOf(url);
  const sizes = [nearest(organizations, 1_000), organizations[0]!] as const;
  const loads = await Promise.all(
    sizes.map(async (organization) => {
      const session = await openSession(url, organization.ownerId);
      const asked = forCountersign({
        organization: organization.login,
        organizationId: organization.id,
        permission: PERMISSION,
        first: PAGE,
      });
      return { organization, request: requestFor(asked, graphqlHeaders(session)) };
    }),
  );
  const side = await startCountersign(houseOf(ground));
  try {
    for (const { request } of loads) await bodyOf(side, request);
    const [small, big] = await race(
      loads.map(({ organization, request }) => ({
        side: { ...side, name: `${number(organization.requests)} requests` },
        load: { connections: CONNECTIONS, requests: [request], mustContain: '"totalCount":' },
      })),
      houseOf(ground),
    );
    const ratio = figures(big!.rounds.map((round, index) => small!.rounds[index]!.throughput / round.throughput));
    const lists = await compareLists(ground, side, sizes);
    const same = lists.filter(({ plans }) => plans[0].statements === plans[1].statements);
    const within = lists.filter((list) => list.ratio <= MOST);
    const worst = lists.toSorted((one, other) => other.ratio - one.ratio)[0]!;
    const work = `in organizations with ${sizes.map(({ requests }) => number(requests)).join(' and ')} requests`;
    return {
      lines: [
        {
          id: 'P-5',
          work: `P-4 ${work}`,
          against: 'itself',
          measured: `${ranged(ratio)}× the cost; the same statements for ${same.length} of ${lists.length} lists`,
          bar: `≤ ${MOST}×, the same statements`,
          met: ratio.median <= MOST && same.length === lists.length,
        },
        {
          id: 'P-5',
          work: `every filter in every order, ${work}`,
          against: 'itself',
          measured: `${within.length} of ${lists.length} lists ≤ ${MOST}×; the worst ${number(worst.ratio)}× (${worst.filter}, ${worst.order})`,
          bar: `all ≤ ${MOST}×`,
          met: within.length === lists.length,
        },
      ],
      details: `${resultsTable([small!, big!])}\n${listsTable(lists)}`,
    };
  } finally {
    await side.stop();
  }
}
