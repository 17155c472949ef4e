import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { findHoldings } from '../access/access.store.ts';
import type { Caller, Settings } from '../access/caller.ts';
import { type Actor, Viewer } from '../access/viewer.ts';
import { gitRoutes } from '../api/git/git.routes.ts';
import { restRoutes } from '../api/rest/rest.routes.ts';
import { commandActor } from '../features/audit-log/record-audit.ts';
import { addOrganizationMember } from '../features/organizations/add-organization-member.ts';
import { createOrganization } from '../features/organizations/create-organization.ts';
import type { MemberRole } from '../features/organizations/membership.entity.ts';
import type { Organization } from '../features/organizations/organization.entity.ts';
import { createRepository } from '../features/repositories/create-repository.ts';
import type { RepositoryVisibility } from '../features/repositories/repository.entity.ts';
import type { RepositoryInSight } from '../features/repositories/repository.store.ts';
import { decideTokenRequests } from '../features/token-requests/decide-token-requests.ts';
import { createFineGrainedToken, type CreateFineGrainedTokenInput } from '../features/tokens/create-fine-grained-token.ts';
import { createUser } from '../features/users/create-user.ts';
import type { User } from '../features/users/user.entity.ts';
import { connect, type Database } from '../platform/database/database.ts';
import { ENTITIES, MIGRATIONS } from '../platform/database/entities.ts';
import { createTestDatabase } from './test-cluster.ts';

export type TokenWish = Partial<Omit<CreateFineGrainedTokenInput, 'permissions'>> & { permissions?: Record<string, 'read' | 'write' | 'admin'> };

/** The doors for programs (Git and REST) on a real port, over a database and a folder of repositories of their own. */
export class Doors {
  /** What the doors take for now; a test may move it. */
  now: Date | null = null;
  private made = 0;

  private constructor(
    readonly database: Database,
    readonly settings: Settings,
    readonly app: FastifyInstance,
    private readonly drop: () => Promise<void>,
  ) {}

  /** `via` may put something between the doors and the database. */
  static async open(via: (databaseUrl: string) => string | Promise<string> = (url) => url): Promise<Doors> {
    const { url: direct, drop } = await createTestDatabase();
    const url = await via(direct);
    const database = await connect({ url, entities: ENTITIES, migrations: MIGRATIONS });
    const gitRoot = await mkdtemp(join(tmpdir(), 'countersign-git-'));
    const settings = { publicUrl: 'http://countersign.test', gitRoot, optInByDefault: true, demonstration: false };
    const app = Fastify();
    const doors = new Doors(database, settings, app, drop);
    const clock = () => doors.now ?? new Date();
    await gitRoutes(app, { database, settings, clock });
    await restRoutes(app, { database, settings, clock });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return doors;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.destroy();
    await this.drop();
    await rm(this.settings.gitRoot, { recursive: true, force: true });
  }

  get address(): string {
    return `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}`;
  }

  aName(what: string): string {
    return `${what}-${++this.made}`;
  }

  aPerson(login = this.aName('person')): Promise<User> {
    const now = new Date();
    return this.database.transaction((tx) => createUser(tx, { login, email: `${login}@example.test`, password: 'correct horse' }, now));
  }

  /** A person in a browser who has just given their password. */
  async sessionOf(user: User): Promise<Caller> {
    const now = this.now ?? new Date();
    const actor: Actor = { ...commandActor(user.login), userId: user.id, credentialKind: 'SESSION' };
    const rows = await findHoldings(this.database.manager, user.id);
    const holdings = new Map(rows.map(({ organizationId, role, ...policy }) => [organizationId, { role, policy }]));
    const viewer = new Viewer({ kind: 'SESSION', userId: user.id }, actor, holdings, now);
    return { viewer, database: this.database, now, settings: this.settings };
  }

  anOrganization(owner: User, login = this.aName('org')): Promise<Organization> {
    const by = { actor: commandActor(), now: new Date(), settings: this.settings };
    return this.database.transaction((tx) => createOrganization(tx, { login, ownerId: owner.id }, by));
  }

  async join(owner: User, organization: Organization, login: string, role: MemberRole = 'MEMBER'): Promise<void> {
    await addOrganizationMember(await this.sessionOf(owner), { organization: organization.login, login, role });
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

  /** Decides everything that waits in the organization. */
  async decideAll(owner: User, organization: Organization, decision: 'APPROVED' | 'DENIED'): Promise<number> {
    const caller = await this.sessionOf(owner);
    const input = { organization: organization.login, decision, filter: {}, asOf: caller.now };
    return (await decideTokenRequests(caller, input)).decidedCount;
  }
}
