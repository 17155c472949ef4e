import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';

const OPT_IN = `mutation ($input: OptInToFineGrainedTokensInput!) { optInToFineGrainedTokens(input: $input) {
  organization { login tokenPolicy { optedInAt approval fineGrainedMaxDays version } effectiveTokenPolicy { optedIn { value level } } }
  enterprise { slug tokenPolicy { optedInAt version } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open({ optInDefault: false });
});
afterAll(() => app.close());

const optIn = (asker: Asker, input: object) => app.as(asker, OPT_IN, { input });
const codesOf = ({ errors }: Awaited<ReturnType<typeof optIn>>) =>
  errors?.map(({ extensions }) => extensions['code']) ?? [];
const entriesOf = ({ id }: Organization): Promise<{ action: string; details: object }[]> =>
  app.database.query(
    `SELECT action, details FROM audit_entries WHERE organization_id = $1 AND action LIKE 'personal_access_token.%' ORDER BY id`,
    [id],
  );

test('PO-3: an owner turns fine-grained tokens on together with the policy; from then on members make them', async () => {
  const { owner, member, organization } = await app.aTeam();
  await expect(app.aToken(member, organization.login)).rejects.toMatchObject({ code: 'INVALID' });

  const { data, errors } = await optIn(owner, {
    organization: organization.login,
    approval: 'NOT_REQUIRED',
    fineGrainedMaxDays: 60,
  });

  expect(errors).toBeUndefined();
  expect(data.optInToFineGrainedTokens).toEqual({
    organization: {
      login: organization.login,
      tokenPolicy: {
        optedInAt: expect.any(String),
        approval: 'NOT_REQUIRED',
        fineGrainedMaxDays: 60,
        version: 2,
      },
      effectiveTokenPolicy: { optedIn: { value: true, level: 'ORGANIZATION' } },
    },
    enterprise: null,
  });
  expect(await entriesOf(organization)).toMatchObject([
    { action: 'personal_access_token.opt_in', details: { field: 'optedIn', from: false, to: true, version: 2 } },
    { action: 'personal_access_token.auto_approve_grant_requests_enabled', details: { version: 2 } },
    { action: 'personal_access_token.expiration_limit_set', details: { from: 366, to: 60, version: 2 } },
  ]);
  await app.aToken(member, organization.login);
});

test('PO-3: once is enough: the second of two at once, and whoever comes later, is told that it is done', async () => {
  const { owner, organization } = await app.aTeam();
  const input = { organization: organization.login };
  const answers = await Promise.all([optIn(owner, input), optIn(owner, { ...input, classicAccess: 'RESTRICTED' })]);
  expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
  const later = await optIn(owner, input);
  expect(later.errors?.[0]?.message).toBe(`Fine-grained tokens are on in ${organization.login} already.`);
  expect(
    (await entriesOf(organization)).filter(({ action }) => action === 'personal_access_token.opt_in'),
  ).toHaveLength(1);
});

test('PO-3: an enterprise opts all of its organizations in, once, and they need not', async () => {
  const { owner, member, organization } = await app.aTeam();
  const administrator = await app.aPerson();
  const enterprise = await app.anEnterprise(administrator, organization);

  const { data, errors } = await optIn(administrator, { enterprise: enterprise.slug });
  expect(errors).toBeUndefined();
  expect(data.optInToFineGrainedTokens).toEqual({
    organization: null,
    enterprise: { slug: enterprise.slug, tokenPolicy: { optedInAt: expect.any(String), version: 2 } },
  });
  await app.aToken(member, organization.login);
  expect((await optIn(owner, { organization: organization.login })).errors).toMatchObject([
    {
      message: `${enterprise.name} has turned fine-grained tokens on for all of its organizations.`,
      extensions: { code: 'CONFLICT' },
    },
  ]);
  expect(codesOf(await optIn(administrator, { enterprise: enterprise.slug }))).toEqual(['CONFLICT']);
  expect(
    await app.database.query(
      `SELECT action, details ->> 'to' AS to FROM audit_entries WHERE enterprise_id = $1 AND action LIKE 'personal%'`,
      [enterprise.id],
    ),
  ).toEqual([{ action: 'personal_access_token.opt_in', to: 'true' }]);
});

test('bad input names the field, and turns nothing on', async () => {
  const { owner, organization } = await app.aTeam();
  const administrator = await app.aPerson();
  const enterprise = await app.anEnterprise(administrator, organization);
  await app.database.query('UPDATE enterprises SET classic_max_days = 10 WHERE id = $1', [enterprise.id]);
  const both = { organization: organization.login, enterprise: enterprise.slug };
  const fieldsOf = async (asker: Asker, input: object) => (await optIn(asker, input)).errors?.[0]?.extensions['fields'];

  expect(await fieldsOf(owner, both)).toHaveProperty('organization');
  expect(await fieldsOf(owner, {})).toHaveProperty('organization');
  expect(await fieldsOf(administrator, { enterprise: enterprise.slug, approval: 'REQUIRED' })).toHaveProperty(
    'approval',
  );
  expect(await fieldsOf(owner, { organization: organization.login, fineGrainedMaxDays: 367 })).toHaveProperty(
    'fineGrainedMaxDays',
  );
  expect(await fieldsOf(owner, { organization: organization.login, classicMaxDays: 11 })).toEqual({
    classicMaxDays: `${enterprise.name} limits this to 10 days.`,
  });
  expect(await entriesOf(organization)).toEqual([]);
});

test('strangers find nothing, members and tokens are turned away, an old password is asked for again', async () => {
  const { owner, member, organization } = await app.aTeam();
  const administrator = await app.aPerson();
  const enterprise = await app.anEnterprise(administrator, organization);
  const toOrganization = { organization: organization.login };
  const toEnterprise = { enterprise: enterprise.slug };
  const { secret } = await app.aClassicToken(owner, { scopes: ['admin:org'] });

  const codes = async (asker: Asker) => [
    ...codesOf(await optIn(asker, toOrganization)),
    ...codesOf(await optIn(asker, toEnterprise)),
  ];
  expect(await codes(await app.aPerson())).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  expect(await codes(member)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(await codes(secret)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(codesOf(await optIn(administrator, toOrganization))).toEqual(['NOT_FOUND']);
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours'`);
  await app.as(owner, '{ viewer { login } }');
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours'`);
  for (const [asker, input] of [
    [owner, toOrganization],
    [administrator, toEnterprise],
  ] as const)
    // oxlint-disable-next-line no-await-in-loop
    expect((await optIn(asker, input)).errors).toMatchObject([{ extensions: { reauthenticate: true } }]);
});
