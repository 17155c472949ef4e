import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Enterprise } from '../enterprises/enterprise.entity.ts';

const POLICY =
  'fineGrainedAccess classicAccess approval fineGrainedMaxDays classicMaxDays exemptAdministrators optedInAt version';
const UPDATE = `mutation ($input: UpdateEnterpriseTokenPolicyInput!) {
  updateEnterpriseTokenPolicy(input: $input) { enterprise { slug tokenPolicy { ${POLICY} } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const update = (asker: Asker, { slug: enterprise }: Pick<Enterprise, 'slug'>, wish: object, expectedVersion = 1) =>
  app.as(asker, UPDATE, { input: { enterprise, expectedVersion, ...wish } });

/** An enterprise over one organization with its people. */
async function anEnterprise() {
  const team = await app.aTeam();
  const administrator = await app.aPerson();
  return { ...team, administrator, enterprise: await app.anEnterprise(administrator, team.organization) };
}

const DEFAULTS = {
  fineGrainedAccess: 'NO_POLICY',
  classicAccess: 'NO_POLICY',
  approval: 'NO_POLICY',
  fineGrainedMaxDays: null,
  classicMaxDays: null,
  exemptAdministrators: false,
  optedInAt: null,
  version: 1,
};

test('PO-2, PO-8: an owner turns switches; the entries stand in the enterprise’s log and in no organization’s', async () => {
  const { administrator, enterprise, organization } = await anEnterprise();
  const wish = { classicAccess: 'DISABLED', approval: 'ENABLED', fineGrainedMaxDays: 90, exemptAdministrators: true };

  const { data, errors } = await update(administrator, enterprise, wish);

  expect(errors).toBeUndefined();
  expect(data.updateEnterpriseTokenPolicy.enterprise).toEqual({
    slug: enterprise.slug,
    tokenPolicy: { ...DEFAULTS, ...wish, version: 2 },
  });
  const LOG = `query ($slug: String!) { enterprise(slug: $slug) { auditLog(first: 10) { nodes { action actorLogin subject details } } } }`;
  const log = await app.as(administrator, LOG, { slug: enterprise.slug });
  expect(log.errors).toBeUndefined();
  const entries: { action: string; details: object }[] = log.data.enterprise.auditLog.nodes;
  const by = { actorLogin: administrator.login, subject: enterprise.slug };
  expect(entries).toEqual(
    expect.arrayContaining([
      {
        ...by,
        action: 'personal_access_token.access_restriction_enabled',
        details: { kind: 'CLASSIC', field: 'classicAccess', from: 'NO_POLICY', to: 'DISABLED', version: 2 },
      },
      {
        ...by,
        action: 'personal_access_token.auto_approve_grant_requests_disabled',
        details: { field: 'approval', from: 'NO_POLICY', to: 'ENABLED', version: 2 },
      },
      expect.objectContaining({
        action: 'personal_access_token.expiration_limit_set',
        details: expect.objectContaining({ field: 'fineGrainedMaxDays', from: null, to: 90, version: 2 }),
      }),
      expect.objectContaining({
        action: 'personal_access_token.expiration_limit_set',
        details: expect.objectContaining({ field: 'exemptAdministrators', from: false, to: true, version: 2 }),
      }),
    ]),
  );
  expect(entries.filter(({ action }) => action.startsWith('personal_access_token.'))).toHaveLength(4);
  const inOrganization = await app.database.query(
    `SELECT FROM audit_entries WHERE organization_id = $1 AND action LIKE 'personal_access_token.%'`,
    [organization.id],
  );
  expect(inOrganization).toEqual([]);
});

test('strangers find nothing, owners of other enterprises among them; members of its organizations are turned away', async () => {
  const { owner, member, administrator, enterprise } = await anEnterprise();
  const { administrator: elsewhere } = await anEnterprise();
  const classic = await app.aClassicToken(administrator, { scopes: ['repo', 'admin:org'] });
  const codeFor = async (asker: Asker, to: Pick<Enterprise, 'slug'> = enterprise) =>
    (await update(asker, to, { classicAccess: 'DISABLED' })).errors?.map(({ extensions }) => extensions['code']);
  expect(await codeFor(await app.aPerson())).toEqual(['NOT_FOUND']);
  expect(await codeFor(elsewhere)).toEqual(['NOT_FOUND']);
  expect(await codeFor(administrator, { slug: 'no-such-enterprise' })).toEqual(['NOT_FOUND']);
  expect(await codeFor(member)).toEqual(['FORBIDDEN']);
  expect(await codeFor(owner)).toEqual(['FORBIDDEN']);
  expect(await codeFor(classic.secret)).toEqual(['FORBIDDEN']);
  expect(await codeFor(null)).toEqual(['UNAUTHENTICATED']);
  expect((await update(administrator, enterprise, {})).data.updateEnterpriseTokenPolicy.enterprise.tokenPolicy).toEqual(
    DEFAULTS,
  );
});

test('SN-3: a password given long ago is asked for again', async () => {
  const { administrator, enterprise } = await anEnterprise();
  await app.as(administrator, '{ viewer { login } }');
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours' WHERE user_id = $1`, [
    administrator.id,
  ]);
  expect((await update(administrator, enterprise, { approval: 'DISABLED' })).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN', reauthenticate: true } },
  ]);
});

test('PO-2: lifetimes are whole days from 1 to 366', async () => {
  const { administrator, enterprise } = await anEnterprise();
  const { errors } = await update(administrator, enterprise, { fineGrainedMaxDays: 0, classicMaxDays: 367 });
  const sentence = expect.stringContaining('1 to 366');
  expect(errors).toMatchObject([
    { extensions: { code: 'INVALID', fields: { fineGrainedMaxDays: sentence, classicMaxDays: sentence } } },
  ]);
  expect((await update(administrator, enterprise, { classicMaxDays: 'long' })).status).toBe(400);
});

test('PO-8: of two owners who save at once one is told what the other changed', async () => {
  const { administrator, enterprise } = await anEnterprise();
  const other = await app.aPerson();
  await app.database.query('INSERT INTO enterprise_owners (enterprise_id, user_id) VALUES ($1, $2)', [
    enterprise.id,
    other.id,
  ]);
  const answers = await Promise.all([
    update(administrator, enterprise, { classicMaxDays: 30 }),
    update(other, enterprise, { classicMaxDays: 60 }),
  ]);
  const saved = answers.findIndex(({ errors }) => !errors);
  expect(answers.flatMap(({ errors }) => errors ?? [])).toMatchObject([
    {
      extensions: {
        code: 'CONFLICT',
        version: 2,
        changes: [
          {
            field: 'classicMaxDays',
            from: null,
            to: saved === 0 ? 30 : 60,
            by: saved === 0 ? administrator.login : other.login,
          },
        ],
      },
    },
  ]);
});

test('PO-2: an enterprise’s word holds in its organizations at once, and when it lets go they are as they chose', async () => {
  const { owner, administrator, enterprise, organization } = await anEnterprise();
  const HOLDS = `query ($login: String!) { organization(login: $login) { effectiveTokenPolicy {
    exemptAdministrators optedIn { value level } classicAccess { value level } approval { value level } fineGrainedMaxDays { value level limit } } } }`;
  const holds = async () =>
    (await app.as(owner, HOLDS, { login: organization.login })).data.organization.effectiveTokenPolicy;
  const own = {
    exemptAdministrators: false,
    optedIn: { value: true, level: 'ORGANIZATION' },
    classicAccess: { value: 'ALLOWED', level: 'ORGANIZATION' },
    approval: { value: 'REQUIRED', level: 'ORGANIZATION' },
    fineGrainedMaxDays: { value: 366, level: 'ORGANIZATION', limit: null },
  };
  expect(await holds()).toEqual(own);

  const wish = { classicAccess: 'DISABLED', approval: 'DISABLED', fineGrainedMaxDays: 90, exemptAdministrators: true };
  await update(administrator, enterprise, wish);
  expect(await holds()).toEqual({
    exemptAdministrators: true,
    optedIn: { value: true, level: 'ORGANIZATION' },
    classicAccess: { value: 'RESTRICTED', level: 'ENTERPRISE' },
    approval: { value: 'NOT_REQUIRED', level: 'ENTERPRISE' },
    fineGrainedMaxDays: { value: 90, level: 'ENTERPRISE', limit: 90 },
  });

  const gone = {
    classicAccess: 'NO_POLICY',
    approval: 'NO_POLICY',
    fineGrainedMaxDays: null,
    exemptAdministrators: false,
  };
  expect((await update(administrator, enterprise, gone, 2)).errors).toBeUndefined();
  expect(await holds()).toEqual(own);
});

test('PO-2: what holds for one’s own tokens leaves the enterprise’s exempt owners its organization’s limits alone', async () => {
  const { owner: administrator, member, organization } = await app.aTeam();
  const enterprise = await app.anEnterprise(administrator, organization);
  const OWN = `query ($login: String!) { organization(login: $login) {
    viewerTokenPolicy { allowsFineGrained allowsClassic fineGrainedMaxDays classicMaxDays } } }`;
  const ask = async (asker: Asker) => app.as(asker, OWN, { login: organization.login });
  const policyOf = async (asker: Asker) => (await ask(asker)).data.organization.viewerTokenPolicy;
  const limits = { fineGrainedAccess: 'DISABLED', fineGrainedMaxDays: 30, classicMaxDays: 7 };
  const held = { allowsFineGrained: false, allowsClassic: true, fineGrainedMaxDays: 30, classicMaxDays: 7 };

  await update(administrator, enterprise, limits);
  expect([await policyOf(administrator), await policyOf(member)]).toEqual([held, held]);

  await update(administrator, enterprise, { exemptAdministrators: true }, 2);
  expect(await policyOf(administrator)).toEqual({ ...held, fineGrainedMaxDays: 366, classicMaxDays: null });
  expect(await policyOf(member)).toEqual(held);

  const codesOf = async (asker: Asker) => (await ask(asker)).errors?.map(({ extensions }) => extensions['code']);
  expect(await codesOf(await app.aPerson())).toEqual(['NOT_FOUND']);
  const { secret } = await app.aClassicToken(administrator, { scopes: ['admin:org'] });
  expect(await codesOf(secret)).toEqual(['FORBIDDEN']);
});
