// Approves token requests of an organization as an App, from the App's private key on.
//
//   node examples/approve.ts                    lists what waits for a decision
//   node examples/approve.ts ID...              approves these requests
//   node examples/approve.ts --matching TEXT    approves all whose token name, requester or reason holds TEXT
//
// Runs with Node 22.18 or later and installs nothing. It reads review-bot.json and review-bot.pem, which the demonstration writes
// to DATA_DIR/demo. Environment: DATA_DIR (.countersign), COUNTERSIGN_URL (http://localhost:4000).
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const url = process.env['COUNTERSIGN_URL'] ?? 'http://localhost:4000';
const folder = join(process.env['DATA_DIR'] ?? '.countersign', 'demo');

type Bot = { appId: number; clientId: string; installationId: number; organization: string };
type Permission = { key: string; level: string };
type Waiting = {
  databaseId: number;
  reason: string | null;
  requester: { login: string };
  token: { name: string };
  permissions: Record<'repository' | 'organization' | 'user', Permission[]>;
};
type Page = { nodes: Waiting[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
type Failure = { requestId: string; code: string; message: string };

/** An App proves who it is by a short-lived JWT, signed with its key. */
function signJwt({ clientId }: Bot, privateKey: string): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  // A minute back, so that a clock which is a little ahead of the server's does no harm.
  const unsigned = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ iss: clientId, iat: now - 60, exp: now + 300 })}`;
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(privateKey, 'base64url')}`;
}

/** With the JWT it gets a token of an hour, which acts on the one organization where the App is installed. */
async function getInstallationToken(bot: Bot, privateKey: string): Promise<string> {
  const answer = await fetch(`${url}/api/v3/app/installations/${bot.installationId}/access_tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${signJwt(bot, privateKey)}` },
  });
  const body = (await answer.json()) as { token: string; message?: string };
  if (!answer.ok) throw new Error(`No installation token: ${answer.status} ${body.message}`);
  return body.token;
}

async function ask<Data>(token: string, query: string, variables: object): Promise<Data> {
  const answer = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as {
    data: Data;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  if (errors)
    throw new Error(errors.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('\n'));
  return data;
}

const WAITING = `query Waiting($organization: String!, $text: String, $after: String) {
  organization(login: $organization) {
    tokenRequests(filter: { text: $text }, orderBy: { field: CREATED_AT, direction: ASC }, first: 100, after: $after) {
      nodes {
        databaseId reason requester { login } token { name }
        permissions { repository { key level } organization { key level } user { key level } }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`;

async function findWaiting(token: string, organization: string, text: string | null): Promise<Waiting[]> {
  const found: Waiting[] = [];
  for (let after: string | null = null, more = true; more;) {
    // Each page says where the next begins.
    // oxlint-disable-next-line no-await-in-loop
    const data: { organization: { tokenRequests: Page } } = await ask(token, WAITING, { organization, text, after });
    const { nodes, pageInfo } = data.organization.tokenRequests;
    found.push(...nodes);
    ({ hasNextPage: more, endCursor: after } = pageInfo);
  }
  return found;
}

const APPROVE = `mutation Approve($input: ApproveTokenRequestsInput!) {
  approveTokenRequests(input: $input) {
    approved { databaseId requester { login } token { name } }
    failures { requestId code message }
  }
}`;

/** Approves by id, 100 at a time; true when all of them were. Each has an outcome of its own. */
async function approve(token: string, organization: string, requestIds: readonly string[]): Promise<boolean> {
  let all = true;
  for (let start = 0; start < requestIds.length; start += 100) {
    const input = { organization, requestIds: requestIds.slice(start, start + 100) };
    // One call after the other: the server is not asked for all at once.
    // oxlint-disable-next-line no-await-in-loop
    const data: { approveTokenRequests: { approved: Waiting[]; failures: Failure[] } } = await ask(token, APPROVE, {
      input,
    });
    const { approved, failures } = data.approveTokenRequests;
    for (const request of approved)
      tell('approved', request.databaseId, `${request.token.name} (${request.requester.login})`);
    for (const { requestId, code, message } of failures) tell('failed', requestId, `${code}: ${message}`);
    all &&= failures.length === 0;
  }
  return all;
}

/** What people wrote is shown without line breaks and without what a terminal would obey. */
const plain = (text: string | number | null) => String(text ?? '').replaceAll(/[\s\p{Cc}]+/gu, ' ');
const tell = (...columns: (string | number | null)[]) => process.stdout.write(`${columns.map(plain).join('\t')}\n`);

async function main([first, ...rest]: string[]): Promise<boolean> {
  const bot = JSON.parse(readFileSync(join(folder, 'review-bot.json'), 'utf8')) as Bot;
  const token = await getInstallationToken(bot, readFileSync(join(folder, 'review-bot.pem'), 'utf8'));
  if (first !== undefined && first !== '--matching') return approve(token, bot.organization, [first, ...rest]);
  if (first && !rest[0]) throw new Error('Give a text after --matching.');

  const waiting = await findWaiting(token, bot.organization, rest[0] ?? null);
  if (first)
    return approve(
      token,
      bot.organization,
      waiting.map(({ databaseId }) => String(databaseId)),
    );
  for (const {
    databaseId,
    token: { name },
    requester,
    permissions,
    reason,
  } of waiting) {
    const wishes = Object.values(permissions)
      .flat()
      .map(({ key, level }) => `${key}:${level.toLowerCase()}`);
    tell(databaseId, name, requester.login, wishes.join(' '), reason);
  }
  return true;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  // `fetch` keeps what went wrong in the cause.
  const reason =
    error instanceof TypeError && error.cause instanceof Error
      ? `No answer from ${url}: ${error.cause.message}`
      : String(error);
  process.stderr.write(`${reason}\n`);
  process.exitCode = 2;
}
