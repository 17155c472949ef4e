import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { findOwnedEnterpriseIds } from '../access/access.store.ts';
import type { Caller, Settings } from '../access/caller.ts';
import { findHoldings } from '../access/holding.store.ts';
import { makeSessionSecret } from '../access/secrets.ts';
import { type Actor, Viewer } from '../access/viewer.ts';
import { type App, type AppConfig, createApp } from '../app.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { createEnterprise } from '../features/enterprises/create-enterprise.ts';
import type { Enterprise } from '../features/enterprises/enterprise.entity.ts';
import { addOrganizationMember } from '../features/organizations/add-organization-member.ts';
import { createOrganization } from '../features/organizations/create-organization.ts';
import type { MemberRole } from '../features/organizations/membership.entity.ts';
import { moveOrganization } from '../features/organizations/move-organization.ts';
import { Organization } from '../features/organizations/organization.entity.ts';
import { createRepository } from '../features/repositories/create-repository.ts';
import type { RepositoryVisibility } from '../features/repositories/repository.entity.ts';
import type { RepositoryInSight } from '../features/repositories/repository.store.ts';
import type { OrganizationTokenPolicy } from '../features/token-policies/token-policy.rules.ts';
import { decideTokenRequests } from '../features/token-requests/decide-token-requests.ts';
import { createClassicToken, type CreateClassicTokenInput } from '../features/tokens/create-classic-token.ts';
import {
  createFineGrainedToken,
  type CreateFineGrainedTokenInput,
} from '../features/tokens/create-fine-grained-token.ts';
import type { LastUses } from '../features/tokens/last-uses.ts';
import { createUser } from '../features/users/create-user.ts';
import { insertSession } from '../features/users/session.store.ts';
import type { User } from '../features/users/user.entity.ts';
import { countStatements, type Database, type Tx } from '../platform/database/database.ts';
import { createLog } from '../platform/telemetry/log.ts';
import { createTestDatabase, type TestDatabase } from './test-cluster.ts';

export type TokenWish = Partial<Omit<CreateFineGrainedTokenInput, 'permissions'>> & {
  permissions?: Record<string, 'read' | 'write' | 'admin'>;
};
/** What a query answers is for its test to know. */
// oxlint-disable-next-line typescript/no-explicit-any
type Answered = any;
export type Answer = {
  status: number;
  data: Answered;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, Answered> }[];
};

/** Who asks: a person in a browser, a secret as bearer, or nobody. */
export type Asker = User | string | null;

type Parts = { app: App; databaseUrl: string; drop: () => Promise<void> };

/** The whole server on a real port, over a database and a folder of repositories of its own. */
export class TestApp {
  /** What the server takes for now; a test may move it. */
  now: Date | null = null;
  private made = 0;
  private readonly cookies = new Map<number, string>();
  private readonly parts: Parts;

  private constructor(parts: Parts) {
    this.parts = parts;
  }

  static async open(config: Partial<AppConfig> = {}): Promise<TestApp> {
    const { url, drop } = await createTestDatabase();
    const gitRoot = await mkdtemp(join(tmpdir(), 'countersign-git-'));
    const whole: AppConfig = {
      publicUrl: 'http://countersign.test',
      gitRoot,
      optInDefault: true,
      demo: false,
      smtpUrl: null,
      mailFrom: 'Countersign <countersign@countersign.test>',
      trustProxy: false,
      // Never of itself: a test sends its digests.
      digestHour: 24,
      encryptionKey: Buffer.alloc(32, 7),
      webhookAllowPrivate: false,
      rateLimit: 0,
      rateLimitAnonymous: 0,
      ...config,
    };
    let opened: TestApp | null = null;
    const clock = () => opened?.now ?? new Date();
    const app = await createApp({ config: whole, databaseUrl: url, log: createLog('silent'), clock });
    await app.server.listen({ port: 0, host: '127.0.0.1' });
    opened = new TestApp({ app, databaseUrl: url, drop });
    return opened;
  }

  async close(): Promise<void> {
    const { app, drop } = this.parts;
    await app.stop();
    await drop();
    await rm(app.settings.gitRoot, { recursive: true, force: true });
  }

  /** Stops the server, with its jobs, and leaves what it made to others. */
  async leave(): Promise<TestDatabase> {
    const { app, databaseUrl: url, drop } = this.parts;
    await app.stop();
    await rm(app.settings.gitRoot, { recursive: true, force: true });
    return { url, drop };
  }

  get database(): Database {
    return this.parts.app.database;
  }

  get settings(): Settings {
    return this.parts.app.settings;
  }

  /** What the doors remember of tokens that were used. */
  get lastUses(): LastUses {
    return this.parts.app.lastUses;
  }

  get databaseUrl(): string {
    return this.parts.databaseUrl;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.parts.app.server.server.address() as AddressInfo).port}`;
  }

  /** Asks over HTTP, as a browser or a program would. */
  async as(asker: Asker, query: string, variables: object = {}): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json', ...(await this.headersOf(asker)) };
    const response = await fetch(`${this.address}/api/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  }

  async headersOf(asker: Asker): Promise<Record<string, string>> {
    if (asker === null) return {};
    if (typeof asker === 'string') return { authorization: `Bearer ${asker}` };
    return { cookie: await this.cookieOf(asker), 'x-countersign-csrf': '1' };
  }

  /** The person signs in, once. */
  private async cookieOf({ id }: User): Promise<string> {
    const existing = this.cookies.get(id);
    if (existing) return existing;
    const { secret, hash } = makeSessionSecret();
    const at = this.now ?? new Date();
    await insertSession(this.database.manager, {
      secretHash: hash,
      userId: id,
      createdAt: at,
      lastSeenAt: at,
      passwordGivenAt: at,
    });
    this.cookies.set(id, `countersign=${secret}`);
    return this.cookies.get(id)!;
  }

  /** The same person as a use case is given them. */
  async sessionOf(user: User): Promise<Caller> {
    const now = this.now ?? new Date();
    const actor: Actor = { ...commandActor(user.login), userId: user.id, credentialKind: 'SESSION' };
    const holdings = await findHoldings(this.database.manager, user.id);
    const enterpriseIds = await findOwnedEnterpriseIds(this.database.manager, user.id);
    const viewer = new Viewer({ kind: 'SESSION', userId: user.id }, actor, { holdings, enterpriseIds }, now);
    return {
      viewer,
      database: this.database,
      now,
      clock: () => this.now ?? new Date(),
      settings: this.parts.app.settings,
    };
  }

  aName(what: string): string {
    return `${what}-${++this.made}`;
  }

  aPerson(login = this.aName('person')): Promise<User> {
    const input = { login, email: `${login}@example.test`, password: 'correct horse' };
    return this.database.transaction((tx) => createUser(tx, input, this.now ?? new Date()));
  }

  anOrganization(owner: User, login = this.aName('org')): Promise<Organization> {
    const by = { actor: commandActor(), now: this.now ?? new Date(), settings: this.parts.app.settings };
    return this.database.transaction((tx) => createOrganization(tx, { login, ownerId: owner.id }, by));
  }

  /** An enterprise above the organizations, which demands nothing yet. */
  anEnterprise(owner: User, ...organizations: Organization[]): Promise<Enterprise> {
    const slug = this.aName('enterprise');
    const by = { actor: commandActor(), now: this.now ?? new Date() };
    return this.database.transaction(async (tx) => {
      const enterprise = await createEnterprise(tx, { slug, name: `The ${slug}`, owner }, by);
      // oxlint-disable-next-line no-await-in-loop -- one connection, one statement at a time
      for (const { login } of organizations) await moveOrganization(tx, { login, enterprise }, by);
      return enterprise;
    });
  }

  async join(owner: User, organization: Organization, login: string, role: MemberRole = 'MEMBER'): Promise<void> {
    await addOrganizationMember(await this.sessionOf(owner), { organization: organization.login, login, role });
  }

  /** An organization that requires approval, its owner, and a member. */
  async aTeam(): Promise<{ owner: User; member: User; organization: Organization }> {
    const [owner, member] = [await this.aPerson(), await this.aPerson()];
    const organization = await this.anOrganization(owner);
    await this.join(owner, organization, member.login);
    return { owner, member, organization };
  }

  async aRepository(by: User, owner: string, visibility: RepositoryVisibility): Promise<RepositoryInSight> {
    return createRepository(await this.sessionOf(by), { owner, name: this.aName('Repository'), visibility });
  }

  async aToken(user: User, resourceOwner: string, { permissions = { contents: 'read' }, ...wish }: TokenWish = {}) {
    return createFineGrainedToken(await this.sessionOf(user), {
      name: this.aName('token'),
      resourceOwner,
      expiresInDays: 30,
      repositorySelection: 'ALL',
      permissions: Object.entries(permissions).map(([key, level]) => ({ key, level })),
      ...wish,
    });
  }

  async aClassicToken(user: User, wish: Partial<CreateClassicTokenInput> = {}) {
    const input = { name: this.aName('classic'), scopes: ['repo'], expiresInDays: 30, ...wish };
    return createClassicToken(await this.sessionOf(user), input);
  }

  /** What the organization demands from now on. */
  async setPolicy({ id }: Organization, policy: Partial<OrganizationTokenPolicy>): Promise<void> {
    await this.database.manager.update(Organization, { id }, policy);
  }

  /** Waits until what was queued is done or given up, mails among it: whoever counts statements or rows counts their own. */
  async jobsDone(): Promise<void> {
    await vi.waitFor(
      async () => {
        const [{ due }] = await this.database.query(
          'SELECT count(*)::int AS due FROM graphile_worker.jobs WHERE run_at <= now() AND attempts < max_attempts',
        );
        if (due > 0) throw new Error(`${due} jobs are not done yet`);
      },
      { timeout: 10_000, interval: 20 },
    );
  }

  /** Counts from now on, once what was queued is done: jobs ask the same database. */
  async countStatements(): Promise<ReturnType<typeof countStatements>> {
    await this.jobsDone();
    return countStatements(this.database);
  }

  /** Decides everything that waits in the organization; how many that were. */
  async decideAll(owner: User, organization: Organization, decision: 'APPROVED' | 'DENIED'): Promise<number> {
    const caller = await this.sessionOf(owner);
    const { decidedCount } = await decideTokenRequests(caller, {
      organization: organization.login,
      decision,
      filter: {},
      asOf: caller.now,
    });
    return decidedCount;
  }

  /** Many waiting requests at once, as that many people would have made them; their ids. */
  async manyRequests(
    organization: Organization,
    requester: User,
    count: number,
    tx: Tx = this.database.manager,
  ): Promise<number[]> {
    const rows: { id: number }[] = await tx.query(
      `WITH made AS (
         INSERT INTO tokens (kind, user_id, name, secret_hash, last_eight, organization_id, repository_selection, created_at, issued_at, expires_at)
         SELECT 'FINE_GRAINED', $2, 'many ' || gen_random_uuid(), decode(md5(gen_random_uuid()::text), 'hex'), '12345678', $1, 'ALL', $4, $4, $4::timestamptz + interval '30 days'
           FROM generate_series(1, $3) RETURNING id, name, repository_selection
       ), asked AS (
         INSERT INTO token_requests (organization_id, token_id, requester_id, status, repository_selection, created_at, search_text)
         SELECT $1, id, $2, 'PENDING', repository_selection, $4, name FROM made RETURNING id
       )
       INSERT INTO token_request_permissions (request_id, organization_id, status, created_at, key, level)
       SELECT id, $1, 'PENDING', $4, 'contents', 'read' FROM asked RETURNING request_id AS id`,
      [organization.id, requester.id, count, this.now ?? new Date()],
    );
    return rows.map(({ id }) => id);
  }
}
