import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId } from '../../api/graphql/global-id.ts';
import { anApp, anAppOn } from '../../testing/an-app.ts';
import { TestApp } from '../../testing/test-app.ts';
import type { Organization } from '../organizations/organization.entity.ts';
import type { User } from '../users/user.entity.ts';

const inAcme = (list: string) =>
  `query ($login: String!, $first: Int!) { organization(login: $login) { list: ${list} } }`;
const LISTS = {
  Apps: inAcme(`ownedApps(first: $first) { nodes { slug installationCount keys { fingerprint } clientSecrets { lastEight }
    organization { login } permissions { repository { key } } } }`),
  installations:
    inAcme(`apps(first: $first) { nodes { app { slug } permissions { key } permissionsAsked { repository { key } }
    repositorySelection repositories(first: 10) { nodes { name } } } }`),
};

let server: TestApp;
let owner: User;
let acme: Organization;
beforeAll(async () => {
  server = await TestApp.open();
  owner = await server.aPerson();
  acme = await server.anOrganization(owner);
  const { id } = await server.aRepository(owner, acme.login, 'PRIVATE');
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let made = 0; made < 4; made++) await anAppOn(server, acme, {}, { repositoryIds: [id] });
});
afterAll(() => server.close());

test.each(Object.entries(LISTS))(
  'a list of %s with all that they show is as many statements as one',
  async (_, list) => {
    const statementsFor = async (first: number) => {
      const counter = await server.countStatements();
      const { data, errors } = await server.as(owner, list, { login: acme.login, first });
      counter.stop();
      expect(errors).toBeUndefined();
      expect(data.organization.list.nodes).toHaveLength(first);
      // What the clock asks for meanwhile is not counted in.
      return counter.statements.filter((statement) => /\bapp(s|_\w+)\b|repositories/.test(statement)).length;
    };
    expect(await statementsFor(4)).toBe(await statementsFor(1));
  },
);

test('by its id an App is found by whom it is for; another answers like what is not there', async () => {
  const [{ app: own }, { app: open }] = [await anApp(server, acme), await anApp(server, acme, { isPublic: true })];
  const NODE = 'query ($id: ID!) { node(id: $id) { ... on App { slug } } }';
  const ask = (asker: User | string | null, id: number) => server.as(asker, NODE, { id: globalId('App', id) });
  const stranger = await server.aPerson();
  expect((await ask(owner, own.id)).data.node).toEqual({ slug: own.slug });
  expect((await ask(stranger, open.id)).data.node).toEqual({ slug: open.slug });
  expect((await ask(stranger, own.id)).errors).toEqual((await ask(stranger, 987_654)).errors);
  expect((await ask(null, own.id)).errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  const { app, signed, installationId } = await anAppOn(server, acme);
  expect((await ask(await signed.token(installationId), app.id)).data.node).toEqual({ slug: app.slug });
});
