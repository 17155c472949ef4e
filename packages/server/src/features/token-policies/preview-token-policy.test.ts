import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { RepositoryInSight } from '../repositories/repository.store.ts';
import { setRepositoryAccess } from '../repositories/update-repository.ts';
import { insertGrants } from '../token-grants/token-grant.store.ts';
import type { User } from '../users/user.entity.ts';
import type { EnterprisePolicyWish, OrganizationPolicyWish } from './policy-change.rules.ts';
import { updateEnterpriseTokenPolicy } from './update-enterprise-token-policy.ts';
import { updateOrganizationTokenPolicy } from './update-organization-token-policy.ts';

const PREVIEW = `blockedTokenCount blockedFineGrainedTokenCount blockedClassicTokenCount blockedPersonCount
  blockedTokens(first: 100) { totalCount nodes { grantDatabaseId name code expiresAt lastUsedAt organization { login } user { login } } }`;
const OF_ORGANIZATION = `query ($input: PreviewTokenPolicyInput!) { preview: previewTokenPolicy(input: $input) { ${PREVIEW} } }`;
const OF_ENTERPRISE = `query ($input: PreviewEnterpriseTokenPolicyInput!) { preview: previewEnterpriseTokenPolicy(input: $input) { ${PREVIEW} } }`;

type Made = { name: string; secret: string; user: User; organization: Organization | null };

let app: TestApp;
let owner: User;
let administrator: User;
let enterprise: Enterprise;
let organizations: Organization[];
const repositories = new Map<number, RepositoryInSight>();
const tokens: Made[] = [];

const OPEN = { fineGrainedMaxDays: null, classicMaxDays: null } as const;

beforeAll(async () => {
  app = await TestApp.open();
  owner = await app.aPerson('owner');
  administrator = await app.aPerson('administrator');
  organizations = [await app.anOrganization(owner, 'acme'), await app.anOrganization(owner, 'initech')];
  enterprise = await app.anEnterprise(administrator, ...organizations);
  const [acme, initech] = organizations as [Organization, Organization];
  const [nina, omar, gone, outsider] = [
    await app.aPerson(),
    await app.aPerson(),
    await app.aPerson(),
    await app.aPerson(),
  ];
  for (const organization of organizations) {
    // oxlint-disable no-await-in-loop -- one after the other, as they were
    await app.setPolicy(organization, OPEN);
    repositories.set(organization.id, await app.aRepository(owner, organization.login, 'PRIVATE'));
    for (const person of [administrator, nina, gone]) await app.join(owner, organization, person.login);
  }
  await app.join(owner, acme, omar.login);
  await setRepositoryAccess(await app.sessionOf(owner), {
    ...{ owner: 'acme', name: repositories.get(acme.id)!.name },
    ...{ login: outsider.login, access: 'READ' },
  });

  for (const [organization, user, days] of [
    ...[1, 30, 31, 90, 366, null].map((days) => [acme, nina, days] as const),
    ...[30, 60, null].map((days) => [acme, administrator, days] as const),
    ...[7, 60].map((days) => [initech, nina, days] as const),
    ...[60, null].map((days) => [initech, administrator, days] as const),
    ...[15, 45].map((days) => [acme, omar, days] as const),
    ...[10, null].map((days) => [acme, gone, days] as const),
  ])
    await fineGrained(user, organization, days);
  for (const organization of organizations) await app.decideAll(owner, organization, 'APPROVED');
  await fineGrained(omar, acme, 20); // Waits.
  for (const [user, scopes, days] of [
    [nina, ['repo'], 30],
    [nina, ['repo'], 90],
    [nina, ['read:org'], null],
    [nina, [], null],
    [omar, ['user'], null],
    [omar, ['repo'], null],
    [administrator, ['repo'], 60],
    [administrator, ['admin:org'], null],
    [gone, ['repo'], null],
    [outsider, ['repo'], 45],
    [outsider, ['read:org'], null],
  ] as const)
    await classic(user, scopes, days);
  // oxlint-enable no-await-in-loop
  await app.database.query('UPDATE users SET suspended_at = now() WHERE id = $1', [gone.id]);
  const ended = [await fineGrained(nina, acme, 300), await fineGrained(nina, acme, 301)];
  await app.decideAll(owner, acme, 'APPROVED');
  await app.database.query('UPDATE tokens SET deleted_at = now() WHERE id = $1', [ended[0]]);
  await app.database.query(
    `UPDATE tokens SET issued_at = now() - interval '302 days', expires_at = now() - interval '1 day' WHERE id = $1`,
    [ended[1]],
  );
}, 60_000);
afterAll(() => app.close());

const lifeOf = (days: number | null) =>
  days === null ? { expiresInDays: null, neverExpires: true } : { expiresInDays: days };

async function fineGrained(user: User, organization: Organization, days: number | null): Promise<number> {
  const { token, secret } = await app.aToken(user, organization.login, lifeOf(days));
  tokens.push({ name: token.name, secret, user, organization });
  return token.id;
}

async function classic(user: User, scopes: readonly string[], days: number | null): Promise<void> {
  const { token, secret } = await app.aClassicToken(user, { scopes: [...scopes], ...lifeOf(days) });
  tokens.push({ name: token.name, secret, user, organization: null });
}

/** Whether the gate lets the token have anything private of the organization. */
async function reaches({ secret }: Made, { id, login }: Organization): Promise<boolean> {
  const headers = { authorization: `Bearer ${secret}` };
  const repository = await fetch(`${app.address}/api/v3/repos/${login}/${repositories.get(id)!.name}`, { headers });
  if (repository.ok) return true;
  const MEMBERS = 'query ($login: String!) { organization(login: $login) { members(first: 1) { totalCount } } }';
  return (await app.as(secret, MEMBERS, { login })).data?.organization?.members != null;
}

/** What the gate lets through now, as `name@organization`. */
async function letThrough(): Promise<Set<string>> {
  const asked = tokens.flatMap((token) => organizations.map((organization) => ({ token, organization })));
  const answers = await Promise.all(asked.map(({ token, organization }) => reaches(token, organization)));
  return new Set(
    asked.filter((_, at) => answers[at]).map(({ token, organization }) => `${token.name}@${organization.login}`),
  );
}

/** Previews, saves, and holds what the gate then refuses against what was foretold. */
async function foretells(preview: () => Promise<Foretold>, save: () => Promise<unknown>): Promise<number> {
  const before = await letThrough();
  const foretold = await preview();
  await save();
  const after = await letThrough();
  const blocked = [...before.difference(after)];
  const turned = tokens.filter(({ name }) => blocked.some((reach) => reach.startsWith(`${name}@`)));
  const isFine = ({ organization }: Made) => organization !== null;
  expect(foretold).toMatchObject({
    blockedTokenCount: turned.length,
    blockedFineGrainedTokenCount: turned.filter(isFine).length,
    blockedClassicTokenCount: turned.filter((token) => !isFine(token)).length,
    blockedPersonCount: new Set(turned.map(({ user }) => user.id)).size,
  });
  // Those granted by one decision stand in no particular order.
  const listed = new Set(foretold.blockedTokens.nodes.map(({ name }) => name));
  expect(listed).toEqual(new Set(turned.filter(isFine).map(({ name }) => name)));
  expect(foretold.blockedTokens.totalCount).toBe(turned.filter(isFine).length);
  return turned.length;
}

type Foretold = {
  blockedTokenCount: number;
  blockedClassicTokenCount: number;
  blockedTokens: { totalCount: number; nodes: { name: string; code: string }[] };
};
const previewAs = async (asker: Asker, query: string, input: object): Promise<Foretold> => {
  const { data, errors } = await app.as(asker, query, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.preview;
};

const ORGANIZATION_STEPS: OrganizationPolicyWish[] = [
  { classicMaxDays: 60 },
  { fineGrainedMaxDays: 90 },
  { fineGrainedMaxDays: 31, classicMaxDays: 30 },
  { fineGrainedMaxDays: null, classicMaxDays: null },
  { fineGrainedMaxDays: 30 },
  { classicAccess: 'RESTRICTED', approval: 'NOT_REQUIRED' },
  { fineGrainedAccess: 'RESTRICTED' },
  { fineGrainedMaxDays: 1 },
  { fineGrainedAccess: 'ALLOWED', classicAccess: 'ALLOWED', fineGrainedMaxDays: null },
  { fineGrainedAccess: 'RESTRICTED', classicAccess: 'RESTRICTED', fineGrainedMaxDays: 7 },
  { fineGrainedAccess: 'ALLOWED', classicAccess: 'ALLOWED', fineGrainedMaxDays: null },
];
const ENTERPRISE_STEPS: EnterprisePolicyWish[] = [
  { exemptAdministrators: true },
  { fineGrainedMaxDays: 45, classicMaxDays: 60 },
  { exemptAdministrators: false },
  { fineGrainedMaxDays: 30, exemptAdministrators: true },
  { classicAccess: 'DISABLED' },
  { classicAccess: 'ENABLED', classicMaxDays: null },
  { fineGrainedAccess: 'DISABLED', classicMaxDays: 1 },
  { fineGrainedAccess: 'NO_POLICY', fineGrainedMaxDays: null, classicMaxDays: null, exemptAdministrators: false },
  { fineGrainedAccess: 'DISABLED', classicAccess: 'DISABLED' },
  { fineGrainedAccess: 'NO_POLICY', classicAccess: 'NO_POLICY' },
];

const versionOf = async (table: 'organizations' | 'enterprises', id: number): Promise<number> =>
  (await app.database.query(`SELECT policy_version AS version FROM ${table} WHERE id = $1`, [id]))[0].version;

test('PO-7: what the preview of an organization’s change foretells is what the gate then refuses, step by step', async () => {
  const [{ id, login: organization }] = organizations as [Organization];
  const found = [];
  for (const wish of ORGANIZATION_STEPS) {
    // oxlint-disable no-await-in-loop -- step by step
    const expectedVersion = await versionOf('organizations', id);
    const caller = await app.sessionOf(owner);
    const blocked = await foretells(
      () => previewAs(owner, OF_ORGANIZATION, { organization, ...wish }),
      () => updateOrganizationTokenPolicy(caller, { organization, expectedVersion, ...wish }),
    );
    found.push(blocked);
  }
  // Every step that tightens blocked something, so that the comparison was about something.
  expect(found.map((blocked) => blocked > 0)).toEqual([
    true,
    true,
    true,
    false,
    true,
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
}, 60_000);

test('PO-7: the same of an enterprise’s change, over all of its organizations, its administrators exempt or not', async () => {
  const { id, slug } = enterprise;
  const found = [];
  for (const wish of ENTERPRISE_STEPS) {
    const expectedVersion = await versionOf('enterprises', id);
    const caller = await app.sessionOf(administrator);
    const blocked = await foretells(
      () => previewAs(administrator, OF_ENTERPRISE, { enterprise: slug, ...wish }),
      () => updateEnterpriseTokenPolicy(caller, { enterprise: slug, expectedVersion, ...wish }),
    );
    found.push(blocked);
    // oxlint-enable no-await-in-loop
  }
  expect(found.map((blocked) => blocked > 0)).toEqual([false, true, true, true, true, false, true, false, true, false]);
}, 60_000);

test('PO-7: the list says which grant, of whom, until when and why; a preview saves nothing', async () => {
  const [{ id, login: organization }] = organizations as [Organization];
  const version = await versionOf('organizations', id);
  const { blockedTokens } = await previewAs(owner, OF_ORGANIZATION, { organization, fineGrainedMaxDays: 100 });
  expect(blockedTokens.nodes).toContainEqual({
    grantDatabaseId: expect.any(Number),
    name: expect.any(String),
    code: 'LIFETIME',
    expiresAt: null,
    lastUsedAt: expect.toBeOneOf([null, expect.any(String)]),
    organization: { login: organization },
    user: { login: expect.any(String) },
  });
  const restricted = await previewAs(owner, OF_ORGANIZATION, { organization, fineGrainedAccess: 'RESTRICTED' });
  expect(new Set(restricted.blockedTokens.nodes.map(({ code }) => code))).toEqual(new Set(['POLICY']));
  expect(await versionOf('organizations', id)).toBe(version);

  const PAGE = `query ($input: PreviewTokenPolicyInput!, $after: String) { previewTokenPolicy(input: $input) {
    blockedTokens(first: 4, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }`;
  const names: string[] = [];
  let after: string | null = null;
  do {
    // oxlint-disable-next-line no-await-in-loop -- page by page
    const { data } = await app.as(owner, PAGE, { input: { organization, fineGrainedAccess: 'RESTRICTED' }, after });
    const { nodes, pageInfo } = data.previewTokenPolicy.blockedTokens;
    names.push(...nodes.map(({ name }: { name: string }) => name));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  expect(names).toEqual(restricted.blockedTokens.nodes.map(({ name }) => name));
});

test('GN-4: classic tokens are counted and never listed: who has one is not for owners to see', async () => {
  const { login: organization } = organizations[0]!;
  const blocked = await previewAs(owner, OF_ORGANIZATION, { organization, classicAccess: 'RESTRICTED' });
  expect(blocked.blockedClassicTokenCount).toBeGreaterThan(0);
  expect(blocked.blockedTokens.nodes).toEqual([]);
});

test('PO-7: a preview has the authorization and the checks of the change itself', async () => {
  const [{ login: organization }] = organizations as [Organization];
  const mine = { organization };
  const codesOf = async (asker: Asker) =>
    (
      await Promise.all([
        app.as(asker, OF_ORGANIZATION, { input: { ...mine, fineGrainedMaxDays: 1 } }),
        app.as(asker, OF_ENTERPRISE, { input: { enterprise: enterprise.slug, fineGrainedMaxDays: 1 } }),
      ])
    ).map(({ errors }) => errors?.[0]?.extensions['code'] ?? null);
  expect(await codesOf(owner)).toEqual([null, 'FORBIDDEN']);
  expect(await codesOf(administrator)).toEqual(['FORBIDDEN', null]);
  expect(await codesOf(await app.aPerson())).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await codesOf((await app.aTeam()).owner)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await codesOf((await app.aClassicToken(owner, { scopes: ['admin:org'] })).secret)).toEqual([
    'FORBIDDEN',
    'FORBIDDEN',
  ]);
  expect(await codesOf(null)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);

  const { errors } = await app.as(owner, OF_ORGANIZATION, { input: { ...mine, classicMaxDays: 367 } });
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { classicMaxDays: expect.any(String) } } }]);
});

test('the statements of a preview are the same however many organizations and tokens there are', async () => {
  const statementsOf = async (input: object, query = OF_ENTERPRISE, asker = administrator) => {
    const counted = await app.countStatements();
    await previewAs(asker, query, input);
    counted.stop();
    return counted.statements.length;
  };
  const input = { enterprise: enterprise.slug, classicAccess: 'DISABLED', fineGrainedAccess: 'DISABLED' };
  const few = await statementsOf(input);
  const more = await Promise.all(Array.from({ length: 8 }, () => app.anOrganization(owner)));
  for (const { id } of more)
    // oxlint-disable-next-line no-await-in-loop
    await app.database.query('UPDATE organizations SET enterprise_id = $2 WHERE id = $1', [id, enterprise.id]);
  // Without a decision, whose mails would be statements too.
  await insertGrants(app.database.manager, await app.manyRequests(more[0]!, owner, 500), new Date());
  expect((await previewAs(administrator, OF_ENTERPRISE, input)).blockedTokenCount).toBeGreaterThan(500);
  expect(await statementsOf(input)).toBe(few);
});
