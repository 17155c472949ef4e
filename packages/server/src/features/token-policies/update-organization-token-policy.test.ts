import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asker, TestApp } from '../../testing/test-app.ts';
import { createApp } from '../apps/create-app.ts';
import { installApp } from '../apps/install-app.ts';
import { issueInstallationToken } from '../apps/issue-installation-token.ts';
import { commandActor } from '../audit-log/record-audit.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const UPDATE = `mutation ($input: UpdateOrganizationTokenPolicyInput!) {
  updateOrganizationTokenPolicy(input: $input) {
    clientMutationId
    organization { login tokenPolicy { fineGrainedAccess classicAccess approval fineGrainedMaxDays classicMaxDays version } } } }`;

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const update = (asker: Asker, { login: organization }: Organization, wish: object, expectedVersion = 1) =>
  app.as(asker, UPDATE, { input: { organization, expectedVersion, ...wish } });
const rowOf = async ({ id }: Organization) => {
  const rows = await app.database.query(
    `SELECT fine_grained_access AS "fineGrainedAccess", classic_access AS "classicAccess", approval,
            fine_grained_max_days AS "fineGrainedMaxDays", classic_max_days AS "classicMaxDays", policy_version AS version
       FROM organizations WHERE id = $1`,
    [id],
  );
  return rows[0];
};
/** The secret of an App that may review tokens in the organization. */
const anAppOn = async ({ id, login }: User, organization: Organization): Promise<string> =>
  app.database.transaction(async (tx) => {
    const now = new Date();
    const slug = app.aName('bot');
    const bot = await createApp(tx, { name: slug, slug, owner: { kind: 'USER', id, login } }, now);
    const permissions = { organization_personal_access_token_requests: 'write', members: 'write' } as const;
    const by = { actor: commandActor(), now };
    const installation = await installApp(tx, { app: bot, organizationId: organization.id, permissions }, by);
    return (await issueInstallationToken(tx, { app: bot, installationId: installation.id }, now)).secret;
  });
const entriesOf = ({ id }: Organization) =>
  app.database.query(
    `SELECT action, details, actor_login AS by, subject FROM audit_entries
      WHERE organization_id = $1 AND action LIKE 'personal_access_token.%' ORDER BY id`,
    [id],
  );
const DEFAULTS = {
  fineGrainedAccess: 'ALLOWED',
  classicAccess: 'ALLOWED',
  approval: 'REQUIRED',
  fineGrainedMaxDays: 366,
  classicMaxDays: null,
  version: 1,
};

test('PO-1, PO-8: an owner turns switches: row, version, and an entry for each with both values', async () => {
  const { owner, organization } = await app.aTeam();

  const wish = { classicAccess: 'RESTRICTED', approval: 'NOT_REQUIRED', fineGrainedMaxDays: 90, classicMaxDays: 30 };
  const { data, errors } = await update(owner, organization, { ...wish, clientMutationId: 'mine' });

  expect(errors).toBeUndefined();
  const now = { ...DEFAULTS, ...wish, version: 2 };
  expect(data.updateOrganizationTokenPolicy).toEqual({
    clientMutationId: 'mine',
    organization: { login: organization.login, tokenPolicy: now },
  });
  expect(await rowOf(organization)).toEqual(now);
  const by = { by: owner.login, subject: organization.login };
  const entries = await entriesOf(organization);
  expect(entries).toHaveLength(4);
  expect(entries).toEqual(
    expect.arrayContaining([
      {
        ...by,
        action: 'personal_access_token.access_restriction_enabled',
        details: { kind: 'CLASSIC', field: 'classicAccess', from: 'ALLOWED', to: 'RESTRICTED', version: 2 },
      },
      {
        ...by,
        action: 'personal_access_token.auto_approve_grant_requests_enabled',
        details: { field: 'approval', from: 'REQUIRED', to: 'NOT_REQUIRED', version: 2 },
      },
      {
        ...by,
        action: 'personal_access_token.expiration_limit_set',
        details: {
          ...{ kind: 'FINE_GRAINED', field: 'fineGrainedMaxDays', from: 366, to: 90, version: 2 },
          ...{ token_expiration: 90, old_token_expiration: 366 },
        },
      },
      {
        ...by,
        action: 'personal_access_token.expiration_limit_set',
        details: {
          ...{ kind: 'CLASSIC', field: 'classicMaxDays', from: null, to: 30, version: 2 },
          ...{ token_expiration: 30, old_token_expiration: null },
        },
      },
    ]),
  );
});

test('PO-1: null takes a limit away; what is absent, or as it is, stays and leaves no trace', async () => {
  const { owner, organization } = await app.aTeam();

  const same = await update(owner, organization, { classicAccess: 'ALLOWED', classicMaxDays: null, approval: null });
  expect(same.errors).toBeUndefined();
  expect(await rowOf(organization)).toEqual(DEFAULTS);
  expect(await entriesOf(organization)).toEqual([]);

  await update(owner, organization, { fineGrainedMaxDays: null });
  expect(await rowOf(organization)).toEqual({ ...DEFAULTS, fineGrainedMaxDays: null, version: 2 });
  expect(await entriesOf(organization)).toMatchObject([
    { action: 'personal_access_token.expiration_limit_unset', details: { from: 366, to: null, version: 2 } },
  ]);
});

test('strangers find nothing, another organization’s owner among them; members, tokens, Apps and nobody are turned away', async () => {
  const { owner, member, organization } = await app.aTeam();
  const { owner: elsewhere } = await app.aTeam();
  const { secret } = await app.aToken(owner, organization.login);
  const wish = { classicAccess: 'RESTRICTED' };

  const codeFor = async (asker: Asker, to: Pick<Organization, 'login'> = organization) =>
    (await update(asker, to as Organization, wish)).errors?.map(({ extensions }) => extensions['code']);
  expect(await codeFor(await app.aPerson())).toEqual(['NOT_FOUND']);
  expect(await codeFor(elsewhere)).toEqual(['NOT_FOUND']);
  expect(await codeFor(owner, { login: 'no-such-organization' })).toEqual(['NOT_FOUND']);
  expect(await codeFor(member)).toEqual(['FORBIDDEN']);
  expect(await codeFor(secret)).toEqual(['FORBIDDEN']);
  expect(await codeFor(await anAppOn(owner, organization))).toEqual(['FORBIDDEN']);
  expect(await codeFor(null)).toEqual(['UNAUTHENTICATED']);
  expect(await rowOf(organization)).toEqual(DEFAULTS);
});

test('SN-3: a password given long ago is asked for again', async () => {
  const { owner, member, organization } = await app.aTeam();
  await app.as(owner, '{ viewer { login } }');
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours' WHERE user_id = $1`, [
    owner.id,
  ]);
  expect((await update(owner, organization, { classicAccess: 'RESTRICTED' })).errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN', reauthenticate: true } },
  ]);
  // Who may not do it anyway is not asked for a password first.
  await app.as(member, '{ viewer { login } }');
  await app.database.query(`UPDATE sessions SET password_given_at = now() - interval '3 hours'`);
  expect((await update(member, organization, {})).errors?.[0]?.extensions).toEqual({ code: 'FORBIDDEN' });
});

test('PO-1: lifetimes are whole days from 1 to 366; a bad one is named and nothing is saved', async () => {
  const { owner, organization } = await app.aTeam();
  const { errors } = await update(owner, organization, {
    classicAccess: 'RESTRICTED',
    fineGrainedMaxDays: 0,
    classicMaxDays: 367,
  });
  expect(errors).toMatchObject([
    {
      extensions: {
        code: 'INVALID',
        fields: { fineGrainedMaxDays: expect.stringContaining('1 to 366'), classicMaxDays: expect.any(String) },
      },
    },
  ]);
  for (const days of ['thirty', 1.5, -1])
    // oxlint-disable-next-line no-await-in-loop
    expect((await update(owner, organization, { classicMaxDays: days })).errors).toHaveLength(1);
  expect((await update(owner, organization, { classicAccess: 'SOMETIMES' })).status).toBe(400);
  expect(await rowOf(organization)).toEqual(DEFAULTS);
  expect((await update(owner, organization, { classicMaxDays: 1, fineGrainedMaxDays: 365 })).errors).toBeUndefined();
  expect(await rowOf(organization)).toEqual({ ...DEFAULTS, classicMaxDays: 1, fineGrainedMaxDays: 365, version: 2 });
});

test('PO-2: what the enterprise settled stays, a longer lifetime is refused by its name, and a shorter one is let through', async () => {
  const { owner, organization } = await app.aTeam();
  const { name, id } = await app.anEnterprise(await app.aPerson(), organization);
  await app.database.query(
    `UPDATE enterprises SET classic_access = 'DISABLED', approval = 'ENABLED', fine_grained_max_days = 90 WHERE id = $1`,
    [id],
  );

  const { errors } = await update(owner, organization, {
    classicAccess: 'ALLOWED',
    approval: 'NOT_REQUIRED',
    fineGrainedMaxDays: 91,
  });
  expect(errors).toMatchObject([
    {
      extensions: {
        code: 'INVALID',
        fields: {
          classicAccess: `${name} has settled this for all of its organizations.`,
          approval: `${name} has settled this for all of its organizations.`,
          fineGrainedMaxDays: `${name} limits this to 90 days.`,
        },
      },
    },
  ]);
  // What it says itself does not hold any more: saying it again is told, not dropped.
  for (const fineGrainedMaxDays of [null, 366])
    // oxlint-disable-next-line no-await-in-loop
    expect((await update(owner, organization, { fineGrainedMaxDays })).errors?.[0]?.message).toBe(
      `${name} limits this to 90 days.`,
    );
  // A form sends what it shows; the limit becomes the organization's own.
  const shown = { classicAccess: 'RESTRICTED', approval: 'REQUIRED', fineGrainedMaxDays: 90, classicMaxDays: null };
  expect((await update(owner, organization, shown)).errors).toBeUndefined();
  expect(await rowOf(organization)).toEqual({ ...DEFAULTS, fineGrainedMaxDays: 90, version: 2 });

  expect((await update(owner, organization, { ...shown, fineGrainedMaxDays: 89 }, 2)).errors).toBeUndefined();
  expect(await rowOf(organization)).toEqual({ ...DEFAULTS, fineGrainedMaxDays: 89, version: 3 });
});

test('PO-8: of two owners who save at once one is told what the other changed, and nothing is lost, 20 times', async () => {
  const { owner, organization } = await app.aTeam();
  const other = await app.aPerson();
  await app.join(owner, organization, other.login, 'OWNER');
  for (let round = 0; round < 20; round++) {
    const before = await rowOf(organization); // oxlint-disable-line no-await-in-loop -- round by round
    const turned = (now: string) => (now === 'ALLOWED' ? 'RESTRICTED' : 'ALLOWED');
    // oxlint-disable-next-line no-await-in-loop
    const answers = await Promise.all([
      update(owner, organization, { fineGrainedAccess: turned(before.fineGrainedAccess) }, before.version),
      update(other, organization, { classicMaxDays: round + 1 }, before.version),
    ]);
    const [failed, ...more] = answers.flatMap(({ errors }) => errors ?? []);
    expect(more).toEqual([]);
    const first = answers[0].errors ? other : owner;
    const field = first === owner ? 'fineGrainedAccess' : 'classicMaxDays';
    const after = await rowOf(organization); // oxlint-disable-line no-await-in-loop
    expect(failed).toMatchObject({
      message: expect.stringContaining(`${first.login} changed`),
      extensions: {
        code: 'CONFLICT',
        version: before.version + 1,
        changes: [{ field, from: before[field], to: after[field], by: first.login, at: expect.stringMatching(/Z$/) }],
      },
    });
    expect(after).toEqual({ ...before, [field]: after[field], version: before.version + 1 });
  }
});

test('a version from long ago is told everything since, in order; one that never was is a conflict too', async () => {
  const { owner, organization } = await app.aTeam();
  await update(owner, organization, { classicAccess: 'RESTRICTED' }, 1);
  await update(owner, organization, { approval: 'NOT_REQUIRED' }, 2);
  const { errors } = await update(owner, organization, { classicMaxDays: 7 }, 1);
  expect(errors?.[0]?.extensions).toMatchObject({
    version: 3,
    changes: [{ field: 'classicAccess' }, { field: 'approval' }],
  });
  expect((await update(owner, organization, {}, 99)).errors?.[0]?.extensions).toEqual({
    code: 'CONFLICT',
    version: 3,
    changes: [],
  });
});
