import { afterAll, beforeAll, test } from 'vitest';
import { createServer, connect as dial, type Socket } from 'node:net';
import { once } from 'node:events';
import { TestApp } from './testing/test-app.ts';
import { createTestDatabase } from './testing/test-cluster.ts';
import { decideTokenRequests } from './features/token-requests/decide-token-requests.ts';
import { cancelTokenRequest } from './features/token-requests/cancel-token-request.ts';
import { requestTokenAccess } from './features/token-requests/request-token-access.ts';
import { deleteToken } from './features/tokens/delete-token.ts';
import { revokeTokenGrants } from './features/token-grants/revoke-token-grants.ts';
import { removeOrganizationMember } from './features/organizations/remove-organization-member.ts';
import { addOrganizationMember } from './features/organizations/add-organization-member.ts';
import { AppError } from './errors.ts';
import { createApp } from './app.ts';
import { createLog } from './platform/telemetry/log.ts';
import { createUser } from './features/users/create-user.ts';
import { makeSessionSecret } from './access/secrets.ts';
import { insertSession } from './features/users/session.store.ts';

let app: TestApp;
beforeAll(async () => { app = await TestApp.open(); });
afterAll(() => app.close());
const say = (...x: unknown[]) => console.log('>>', ...x.map((y) => (typeof y === 'string' ? y : JSON.stringify(y)?.slice(0, 1200))));
const sleep = (n: number) => new Promise((r) => setTimeout(r, n));
const why = (e: any) => `${e?.message} | ${e?.driverError?.code} | ${e?.driverError?.detail} | ${e?.query?.slice(0, 160)}`;

test('E25 deadlock', async () => {
  const { owner, organization } = await app.aTeam();
  const o2 = await app.aPerson();
  const seen = new Map<string, number>();
  for (let i = 0; i < 40; i++) {
    const m = await app.aPerson();
    await app.database.query('DELETE FROM memberships WHERE organization_id=$1 AND user_id=$2', [organization.id, o2.id]);
    await app.join(owner, organization, m.login, 'MEMBER');
    await app.join(owner, organization, o2.login, 'OWNER');
    const ids = [...(await app.manyRequests(organization, m, 3)), ...(await app.manyRequests(organization, o2, 3))];
    const caller = await app.sessionOf(owner);
    const ap = () => decideTokenRequests(caller, { organization: organization.login, decision: 'APPROVED', requestIds: ids.map((id) => ({ id, given: String(id) })) });
    const rs = await Promise.allSettled([ap(), removeOrganizationMember(caller, { organization: organization.login, login: m.login }), ap()]);
    for (const r of rs) if (r.status === 'rejected' && !(r.reason instanceof AppError)) seen.set(why(r.reason), (seen.get(why(r.reason)) ?? 0) + 1);
    await app.database.query(`UPDATE token_grants SET ended_at=now(), end_cause='REVOKED', membership_id=NULL WHERE organization_id=$1 AND ended_at IS NULL`, [organization.id]);
  }
  say('E25', [...seen]);
}, 90000);

test('stress', async () => {
  const owners = [];
  const { owner, organization } = await app.aTeam();
  const o2 = await app.aPerson(); await app.join(owner, organization, o2.login, 'OWNER');
  owners.push(owner, o2);
  const org = organization.login;
  const seen = new Map<string, number>();
  const pick = <T,>(a: T[]) => a[Math.floor(Math.random() * a.length)]!;
  for (let round = 0; round < 60; round++) {
    const ms = [await app.aPerson(), await app.aPerson(), await app.aPerson()];
    for (const m of ms) await app.join(owner, organization, m.login);
    const tokens: { user: any; token: any; req: number }[] = [];
    for (const m of ms) for (let k = 0; k < 2; k++) {
      const { token } = await app.aToken(m, org);
      tokens.push({ user: m, token, req: (await app.database.query('SELECT id FROM token_requests WHERE token_id=$1', [token.id]))[0].id });
    }
    const ids = () => tokens.toSorted(() => Math.random() - 0.5).slice(0, 5).map(({ req }) => ({ id: req, given: String(req) }));
    const ops: (() => Promise<unknown>)[] = [
      async () => decideTokenRequests(await app.sessionOf(pick(owners)), { organization: org, decision: 'APPROVED', requestIds: ids() }),
      async () => decideTokenRequests(await app.sessionOf(pick(owners)), { organization: org, decision: 'DENIED', requestIds: ids() }),
      async () => decideTokenRequests(await app.sessionOf(pick(owners)), { organization: org, decision: 'APPROVED', filter: {}, asOf: new Date(Date.now() + 1000) }),
      async () => { const t = pick(tokens); return deleteToken(await app.sessionOf(t.user), t.token.id); },
      async () => { const t = pick(tokens); return cancelTokenRequest(await app.sessionOf(t.user), t.req); },
      async () => { const t = pick(tokens); return requestTokenAccess(await app.sessionOf(t.user), { tokenId: t.token.id }); },
      async () => revokeTokenGrants(await app.sessionOf(pick(owners)), { organization: org, filter: {}, asOf: new Date(Date.now() + 1000) }),
      async () => removeOrganizationMember(await app.sessionOf(owner), { organization: org, login: pick(ms).login }),
      async () => addOrganizationMember(await app.sessionOf(owner), { organization: org, login: pick(ms).login, role: pick(['MEMBER', 'OWNER'] as const) }),
    ];
    const rs = await Promise.allSettled(Array.from({ length: 14 }, () => pick(ops)()));
    for (const r of rs) if (r.status === 'rejected' && !(r.reason instanceof AppError)) seen.set(why(r.reason), (seen.get(why(r.reason)) ?? 0) + 1);
    await app.database.query(`UPDATE memberships SET role='MEMBER' WHERE organization_id=$1 AND user_id <> ALL($2)`, [organization.id, owners.map((o) => o.id)]);
  }
  say('stress', seen.size); for (const s of seen) say(s);
  say('pending of non-members', await app.database.query(`SELECT count(*) FROM token_requests r WHERE status='PENDING' AND NOT EXISTS (SELECT FROM memberships m WHERE m.organization_id=r.organization_id AND m.user_id=r.requester_id)`));
  say('live grant of deleted token', await app.database.query(`SELECT count(*) FROM token_grants g JOIN tokens t ON t.id=g.token_id WHERE g.ended_at IS NULL AND t.deleted_at IS NOT NULL`));
  say('pending w/ deleted token', await app.database.query(`SELECT count(*) FROM token_requests g JOIN tokens t ON t.id=g.token_id WHERE g.status='PENDING' AND t.deleted_at IS NOT NULL`));
  say('pending and granted', await app.database.query(`SELECT count(*) FROM token_requests g JOIN token_grants t ON t.token_id=g.token_id AND t.ended_at IS NULL WHERE g.status='PENDING'`));
}, 180000);

test('E11 outage clears cookie', async () => {
  const { url, drop } = await createTestDatabase();
  const target = new URL(url); let cut = false; const socks = new Set<Socket>();
  const server = createServer((near) => { if (cut) return near.destroy(); const far = dial(Number(target.port), target.hostname); near.pipe(far).pipe(near); for (const s of [near, far]) { socks.add(s); s.on('error', () => s.destroy()); } }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url); through.port = String((server.address() as any).port);
  const a = await createApp({ config: { publicUrl: 'http://x.test', gitRoot: '/tmp/zzreview/git', optInDefault: true, demo: false, smtpUrl: null, mailFrom: 'a@b.c', trustProxy: false }, databaseUrl: through.href, log: createLog('silent') });
  await a.server.listen({ port: 0, host: '127.0.0.1' });
  const user = await a.database.transaction((tx) => createUser(tx, { login: 'someone', email: 'a@b.test', password: 'correct horse' }, new Date()));
  const { secret, hash } = makeSessionSecret(); const at = new Date();
  await insertSession(a.database.manager, { secretHash: hash, userId: user.id, createdAt: at, lastSeenAt: at, passwordGivenAt: at });
  const ask = () => fetch(`http://127.0.0.1:${(a.server.server.address() as any).port}/api/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', cookie: `countersign=${secret}` }, body: '{"query":"{viewer{login}}"}' }).then(async (r) => [r.status, r.headers.get('set-cookie'), (await r.text()).slice(0, 200)]);
  say('E11 before', await ask());
  cut = true; for (const s of socks) s.destroy();
  await sleep(300);
  say('E11 during', await ask());
  const bad = await fetch(`http://127.0.0.1:${(a.server.server.address() as any).port}/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-countersign-csrf': '1' }, body: '{"login":"a","password":"b"}' }); say('sign-in during', bad.status);
  cut = false; await sleep(500);
  say('E11 after', await ask());
  await a.stop(); server.close(); for (const s of socks) s.destroy(); await drop();
}, 60000);
