import { query, withClient } from '../database.ts';
import { type Side, startCountersign } from '../processes.ts';
import { figures } from '../rounds.ts';
import { type Findings, markdown, ranged } from '../table.ts';
import { APPROVAL_LOAD } from './approval.ts';
import { type Organization, organizationsOf } from './organizations.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';
import { ask, openSession } from './session.ts';

const TOKENS = 100;

type Granted = { grantId: string; secret: string; repository: string };

/** P-10: a grant is revoked on one process; the very next request on another is refused. */
export async function revocation(ground: Ground): Promise<Findings> {
  const { secrets } = await ground.postgres.loaded('approval', APPROVAL_LOAD);
  const url = await ground.postgres.copyOf('approval', 'revocation');
  const [organization] = await organizationsOf(url);
  const granted = await findGranted(url, organization!, secrets);
  const sides: Side[] = [];
  try {
    for (const name of ['A', 'B']) sides.push(await startCountersign(houseOf(ground, url), { name }));
    const [one, other] = sides as [Side, Side];
    const session = await openSession(url, organization!.ownerId);
    const times: number[] = [];
    let allowedAfter = 0;
    for (const { grantId, secret, repository } of granted) {
      const statusOn = async (side: Side) => {
        const address = `${side.url}/api/v3/repos/${organization!.login}/${repository}`;
        return (await fetch(address, { headers: { authorization: `Bearer ${secret}` } })).status;
      };
      // Asked before, often enough that whatever would be remembered is.
      mustEqual('Before', [await statusOn(one), await statusOn(other), await statusOn(other)], [200, 200, 200]);
      const input = { organization: organization!.login, grantIds: [grantId] };
      await ask(one.url, session, REVOKE, { input });
      const began = performance.now();
      if ((await statusOn(other)) === 200) allowedAfter++;
      times.push(performance.now() - began);
    }
    return {
      lines: [
        {
          id: 'P-10',
          work: 'revoke on process A until refused on process B',
          against: 'one Postgres round trip',
          measured: `the next request, ${TOKENS - allowedAfter} of ${TOKENS} times`,
          bar: 'the next request',
          met: allowedAfter === 0,
        },
      ],
      details: markdown(
        ['what', 'ms'],
        [
          ['the next request on B, from A’s answer to the refusal', ranged(figures(times))],
          ['one round trip to Postgres', ranged(figures(await roundTrips(url)))],
        ],
      ),
    };
  } finally {
    await Promise.all(sides.map((side) => side.stop()));
    await ground.postgres.drop('revocation');
  }
}

const REVOKE = `mutation ($input: RevokeTokenGrantsInput!) { revokeTokenGrants(input: $input) { revokedCount } }`;

/** Live grants whose token's secret we know, each with a private repository that it reaches. */
async function findGranted(url: string, { id }: Organization, secrets: Map<number, string>): Promise<Granted[]> {
  const rows = await query<{ grantId: string; tokenId: string; repository: string }>(
    url,
    `SELECT live.id AS "grantId", live.token_id AS "tokenId", repository.name AS repository
       FROM token_grants live
       JOIN tokens token ON token.id = live.token_id AND token.expires_at > now() + interval '1 day'
       JOIN LATERAL (SELECT repository_id FROM token_grant_repositories WHERE grant_id = live.id ORDER BY repository_id LIMIT 1) chosen ON true
       JOIN repositories repository ON repository.id = chosen.repository_id AND repository.visibility = 'PRIVATE'
      WHERE live.organization_id = $1 AND live.ended_at IS NULL ORDER BY live.id LIMIT $2`,
    [id, TOKENS],
  );
  return rows.map(({ grantId, tokenId, repository }) => ({
    grantId,
    repository,
    secret: secrets.get(Number(tokenId))!,
  }));
}

const roundTrips = (url: string): Promise<number[]> =>
  withClient(url, async (client) => {
    const times: number[] = [];
    for (let trip = 0; trip < TOKENS; trip++) {
      const began = performance.now();
      await client.query('SELECT 1');
      times.push(performance.now() - began);
    }
    return times;
  });
