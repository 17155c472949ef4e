import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestApp } from '../../testing/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.open();
});
afterAll(() => app.close());

const NESTED = `{ repository(owner: "a", name: "b") { owner { ... on Organization { repositories(first: 100) { nodes { owner {
  ... on Organization { repositories(first: 40) { nodes { owner { ... on Organization { repositories(first: 1) { totalCount } } } } } } } } } } } } }`;

test('lists within lists cost what they make the database do, and are refused before it', async () => {
  const { errors } = await app.as(null, NESTED);
  expect(errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
});

test('a few previews of a policy, each of which counts all the tokens it would block, are all that one document may ask for', async () => {
  const asking = (times: number) => {
    const previews = Array.from(
      { length: times },
      (_, at) => `p${at}: previewTokenPolicy(input: $input) { blockedTokenCount }`,
    );
    return `query ($input: PreviewTokenPolicyInput!) { ${previews.join(' ')} }`;
  };
  const { owner, organization } = await app.aTeam();
  const input = { organization: organization.login, classicMaxDays: 1 };
  expect((await app.as(owner, asking(3), { input })).errors).toBeUndefined();
  expect((await app.as(owner, asking(30), { input })).errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' } }]);
});

test('variables that do not fit are the caller’s mistake, with Apollo’s code', async () => {
  const user = await app.aPerson();
  const query = 'query ($first: Int) { viewer { organizations(first: $first) { totalCount } } }';
  const { errors, status } = await app.as(user, query, { first: 'x' });
  expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
});

test.each([
  ['a NUL in a variable', 'query ($login: String!) { user(login: $login) { id } }', { login: 'a\0' }],
  ['half of a pair in a variable', 'query ($login: String!) { user(login: $login) { id } }', { login: '\ud800' }],
  ['a NUL in the document', String.raw`{ user(login: "a\u0000") { id } }`, {}],
  ['a NUL as a default', String.raw`query ($login: String! = "a\u0000") { user(login: $login) { id } }`, {}],
])('%s is INVALID and named', async (_, query, variables) => {
  const { status, errors } = await app.as(await app.aPerson(), query, variables);
  expect(status).toBe(422);
  expect(errors).toMatchObject([{ extensions: { code: 'INVALID', fields: { login: expect.any(String) } } }]);
});
