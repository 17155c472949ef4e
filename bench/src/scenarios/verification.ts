import { createHash, randomBytes } from 'node:crypto';
import { query, withClient } from '../database.ts';
import type { HttpRequest } from '../load.ts';
import { preparePeers } from '../peers/prepare.ts';
import { type Side, startCountersign, startPeer } from '../processes.ts';
import { race, ratioOf } from '../rounds.ts';
import { type Findings, type Line, ranged, resultsTable } from '../table.ts';
import { organizationsOf } from './organizations.ts';
import { type Ground, houseOf, mustEqual } from './scenario.ts';

const TOKENS = 10_000;
const CONNECTIONS = 50;
const BARS = [
  { id: 'P-1', against: 'node:http and one prepared SELECT', file: 'floor.ts', bar: 1 },
  { id: 'P-2', against: 'better-auth, API keys', file: 'better-auth.ts', bar: 8 },
  { id: 'P-3', against: 'oidc-provider, introspection', file: 'oidc-provider.ts', bar: 2 },
];
const WORK = `verify a token over HTTP: ${TOKENS.toLocaleString('en')} tokens, ${CONNECTIONS} connections`;

type Question = { token: string; userId: string; owner: string; repository: string };

/** P-1 to P-3: is this token good, and good for this? Ours decides by grant, membership and policy; the peers only whether the token holds. */
export async function verification(ground: Ground): Promise<Findings> {
  const { url } = ground.loaded;
  await preparePeers(url);
  const client = await registerClient(url);
  const questions = await questionsFor(ground);
  const requests = questions.map((question) => introspection(question, client));

  const ours = await startCountersign(houseOf(ground));
  const peers: Side[] = [];
  try {
    for (const { against, file } of BARS) peers.push(await startPeer(against, file, houseOf(ground)));
    const sides = [ours, ...peers];
    for (const side of sides) await check(side, questions, client, ground);
    const contestants = sides.map((side) => {
      const isOidc = side === peers[2];
      const own = isOidc ? questions.map((question) => introspection(question, OIDC_CLIENT)) : requests;
      return { side, load: { connections: CONNECTIONS, requests: own, mustContain: '"active":true' } };
    });
    const [first, ...others] = await race(contestants, houseOf(ground));
    const lines = BARS.map(({ id, against, bar }, index): Line => {
      const ratio = ratioOf(first!, others[index]!);
      return { id, work: WORK, against, measured: `${ranged(ratio)}×`, bar: `≥ ${bar}×`, met: ratio.median >= bar };
    });
    return { lines, details: resultsTable([first!, ...others]) };
  } finally {
    await Promise.all([ours, ...peers].map((side) => side.stop()));
  }
}

type Client = { id: string; secret: string };
const OIDC_CLIENT: Client = { id: 'bench', secret: 'bench-secret' };

const introspection = ({ token, owner, repository }: Question, { id, secret }: Client): HttpRequest => ({
  method: 'POST',
  path: '/oauth/introspect',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  },
  body: new URLSearchParams({ token, owner, repository, permission: 'contents:read' }).toString(),
});

/** An App with a client secret, installed where the tokens have their grants. */
async function registerClient(databaseUrl: string): Promise<Client> {
  const [organization] = await organizationsOf(databaseUrl);
  const client = { id: `bench-${randomBytes(6).toString('hex')}`, secret: randomBytes(20).toString('hex') };
  await query(
    databaseUrl,
    `WITH app AS (
       INSERT INTO apps (slug, name, client_id, owner_organization_id, created_at) VALUES ($1, $1, $1, $2, now()) RETURNING id
     ), secret AS (
       INSERT INTO app_client_secrets (app_id, secret_hash, last_eight, created_at) SELECT id, $3, $4, now() FROM app
     ), installation AS (
       INSERT INTO app_installations (app_id, organization_id, created_at) SELECT id, $2, now() FROM app RETURNING id
     )
     INSERT INTO app_installation_permissions (installation_id, key, level) SELECT id, 'metadata', 'read' FROM installation`,
    [client.id, organization!.id, createHash('sha256').update(client.secret).digest(), client.secret.slice(-8)],
  );
  return client;
}

/** Tokens of the biggest organization that hold, each with a private repository that its grant reaches. */
export async function questionsFor({ loaded: { url, secrets } }: Ground, count = TOKENS): Promise<Question[]> {
  const [organization] = await organizationsOf(url);
  const rows = await query<{ id: string; userId: string; repository: string }>(
    url,
    `SELECT token.id, token.user_id AS "userId", repository.name AS repository
       FROM tokens token
       JOIN token_grants live ON live.token_id = token.id AND live.ended_at IS NULL
       JOIN token_grant_permissions held ON held.grant_id = live.id AND held.key = 'contents'
       JOIN LATERAL (SELECT repository_id FROM token_grant_repositories WHERE grant_id = live.id ORDER BY repository_id LIMIT 1) chosen ON true
       JOIN repositories repository ON repository.id = chosen.repository_id AND repository.visibility = 'PRIVATE'
      WHERE live.organization_id = $1 AND token.expires_at > now() + interval '1 day' AND token.id <= $2
      ORDER BY md5(token.id::text) LIMIT $3`,
    [organization!.id, secrets.size, count],
  );
  if (rows.length < count) throw new Error(`There are only ${rows.length} tokens to ask about`);
  return rows.map(({ id, userId, repository }) => ({
    token: secrets.get(Number(id))!,
    userId,
    owner: organization!.login,
    repository,
  }));
}

type Answer = { active: boolean; sub?: string; countersign?: { allowed: boolean } };

/** What holds is told to hold, whoever it is; what has expired, was deleted, or was never made, is not. */
async function check(side: Side, questions: readonly Question[], own: Client, ground: Ground): Promise<void> {
  const client = side.name.startsWith('oidc') ? OIDC_CLIENT : own;
  const ask = async (question: Question): Promise<Answer> => {
    const { path, ...init } = introspection(question, client);
    return (await (await fetch(`${side.url}${path}`, init)).json()) as Answer;
  };
  for (const question of questions.slice(0, 100)) {
    const { active, sub, countersign } = await ask(question);
    mustEqual(
      side.name,
      { active, sub, allowed: countersign?.allowed ?? true },
      { active: true, sub: question.userId, allowed: true },
    );
  }
  const { url, secrets } = ground.loaded;
  const dead = await withClient(url, async (database) => {
    const { rows } = await database.query(
      `(SELECT id FROM tokens WHERE expires_at < now() AND id <= $1 LIMIT 3) UNION ALL (SELECT id FROM tokens WHERE deleted_at IS NOT NULL AND id <= $1 LIMIT 3)`,
      [secrets.size],
    );
    return rows.map(({ id }) => secrets.get(Number(id))!);
  });
  for (const token of [...dead, `${questions[0]!.token.slice(0, -1)}~`]) {
    const { active } = await ask({ ...questions[0]!, token });
    mustEqual(side.name, active, false);
  }
}
