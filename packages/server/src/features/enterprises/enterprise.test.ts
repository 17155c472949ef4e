import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';

const WHOLE = `query ($slug: String!) { enterprise(slug: $slug) { id databaseId slug name
  owners { login } organizations(first: 10) { totalCount nodes { login } } auditLog(first: 10) { nodes { action subject } }
  tokenPolicy { fineGrainedAccess version } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

async function anEnterprise() {
  const team = await app.aTeam();
  const administrator = await app.aPerson();
  return { ...team, administrator, enterprise: await app.anEnterprise(administrator, team.organization) };
}
const codesOf = ({ errors }: Awaited<ReturnType<TestApp['as']>>) => errors?.map(({ extensions }) => extensions['code']);

test('an owner sees all of an enterprise, and finds it among their own', async () => {
  const { administrator, organization, enterprise } = await anEnterprise();
  const { data, errors } = await app.as(administrator, WHOLE, { slug: enterprise.slug.toUpperCase() });
  expect(errors).toBeUndefined();
  expect(data.enterprise).toEqual({
    id: expect.any(String),
    databaseId: enterprise.id,
    slug: enterprise.slug,
    name: enterprise.name,
    owners: [{ login: administrator.login }],
    organizations: { totalCount: 1, nodes: [{ login: organization.login }] },
    auditLog: {
      nodes: expect.arrayContaining([
        { action: 'business.create', subject: enterprise.slug },
        { action: 'business.add_admin', subject: administrator.login },
        { action: 'business.add_organization', subject: organization.login },
      ]),
    },
    tokenPolicy: { fineGrainedAccess: 'NO_POLICY', version: 1 },
  });
  const own = await app.as(administrator, '{ viewer { enterprises { slug } } }');
  expect(own.data.viewer.enterprises).toEqual([{ slug: enterprise.slug }]);
});

test('to all but its owners there is no enterprise by its name; to the members of its organizations it is a name', async () => {
  const { owner, member, administrator, organization, enterprise } = await anEnterprise();
  const { administrator: elsewhere } = await anEnterprise();
  const { secret } = await app.aClassicToken(administrator, { scopes: ['admin:org', 'admin:enterprise'] });
  const ask = async (asker: Asker, slug = enterprise.slug) => codesOf(await app.as(asker, WHOLE, { slug }));
  for (const asker of [owner, member, elsewhere, await app.aPerson(), secret])
    // oxlint-disable-next-line no-await-in-loop
    expect(await ask(asker)).toEqual(['NOT_FOUND']);
  expect(await ask(administrator, 'no-such-enterprise')).toEqual(['NOT_FOUND']);
  expect(await ask(null)).toEqual(['UNAUTHENTICATED']);

  const ABOVE = `query ($login: String!) { organization(login: $login) { enterprise { name tokenPolicy { version } owners { login } } } }`;
  const seen = await app.as(owner, ABOVE, { login: organization.login });
  expect(seen.data.organization.enterprise).toEqual({ name: enterprise.name, tokenPolicy: null, owners: null });
  expect(codesOf(seen)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  const others = await app.as(member, `query ($login: String!) { user(login: $login) { enterprises { slug } } }`, {
    login: administrator.login,
  });
  expect(codesOf(others)).toEqual(['FORBIDDEN']);
});

test('its id finds it for its owners and for members below, and for nobody else', async () => {
  const { member, administrator, enterprise } = await anEnterprise();
  const { data } = await app.as(administrator, WHOLE, { slug: enterprise.slug });
  const NODE = 'query ($id: ID!) { node(id: $id) { ... on Enterprise { slug } } }';
  const ask = async (asker: Asker) => {
    const answer = await app.as(asker, NODE, { id: data.enterprise.id });
    return answer.data?.node?.slug ?? codesOf(answer)?.[0];
  };
  expect(await ask(administrator)).toBe(enterprise.slug);
  expect(await ask(member)).toBe(enterprise.slug);
  expect(await ask(await app.aPerson())).toBe('NOT_FOUND');
  expect(await ask(null)).toBe('NOT_FOUND');
});

test('PO-2: members of an organization read what holds there; strangers find nothing, and no token reads it', async () => {
  const { member, owner, organization } = await anEnterprise();
  const HOLDS = `query ($login: String!) { organization(login: $login) {
    tokenPolicy { optedInAt } effectiveTokenPolicy { optedIn { value level } classicMaxDays { value level limit } } } }`;
  const { data } = await app.as(member, HOLDS, { login: organization.login });
  expect(data.organization).toEqual({
    tokenPolicy: { optedInAt: expect.any(String) },
    effectiveTokenPolicy: {
      optedIn: { value: true, level: 'ORGANIZATION' },
      classicMaxDays: { value: null, level: 'ORGANIZATION', limit: null },
    },
  });
  const { secret } = await app.aClassicToken(owner, { scopes: ['admin:org'] });
  const asked = await app.as(secret, HOLDS, { login: organization.login });
  expect(asked.data.organization).toEqual({ tokenPolicy: null, effectiveTokenPolicy: null });
  expect(codesOf(asked)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(codesOf(await app.as(await app.aPerson(), HOLDS, { login: organization.login }))).toEqual(['NOT_FOUND']);
});
