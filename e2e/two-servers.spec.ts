import { call, expect, test } from './fixtures.ts';
import type { Server } from './server.ts';

const POLICY = 'query ($login: String!) { organization(login: $login) { tokenPolicy { version } } }';
const CHANGE = `mutation ($input: UpdateOrganizationTokenPolicyInput!) {
  updateOrganizationTokenPolicy(input: $input) { organization { tokenPolicy { classicAccess } } }
}`;
const CLASSIC =
  'mutation ($input: CreateClassicTokenInput!) { createClassicToken(input: $input) { secret token { id } } }';
const DELETE = 'mutation ($input: DeleteTokenInput!) { deleteToken(input: $input) { deletedTokenId } }';

type Policy = { organization: { tokenPolicy: { version: number } } };
type Made = { createClassicToken: { secret: string; token: { id: string } } };

/** How the doors of one server answer a token that asks for acme's private repository: Git, REST, GraphQL. */
async function answersAt({ url }: Server, secret: string): Promise<(number | string)[]> {
  const basic = { authorization: `Basic ${Buffer.from(`x:${secret}`).toString('base64')}` };
  const bearer = { authorization: `Bearer ${secret}` };
  const query = '{ repository(owner: "acme", name: "payroll") { name } }';
  const [git, rest, graphql] = await Promise.all([
    fetch(`${url}/git/acme/payroll.git/info/refs?service=git-upload-pack`, { headers: basic }),
    fetch(`${url}/api/v3/repos/acme/payroll`, { headers: bearer }),
    fetch(`${url}/api/graphql`, {
      method: 'POST',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    }),
  ]);
  const { errors } = (await graphql.json()) as { errors?: { extensions: { code: string } }[] };
  return [git.status, rest.status, errors?.[0]?.extensions.code ?? 'ok'];
}

const LET_THROUGH = [200, 200, 'ok'];
const REFUSED = [403, 403, 'FORBIDDEN'];

test('PO-6: a policy changed at one server is obeyed by the next request at another', async ({ as, server }) => {
  const other = await server.another();
  try {
    const [owner, member] = [await as('owner'), await as('member')];
    const change = async (classicAccess: 'ALLOWED' | 'RESTRICTED') => {
      const { organization } = await call<Policy>(owner, POLICY, { login: 'acme' });
      const expectedVersion = organization.tokenPolicy.version;
      await call(owner, CHANGE, { input: { organization: 'acme', expectedVersion, classicAccess } });
    };
    const made = await call<Made>(member, CLASSIC, {
      input: { name: 'two-servers', scopes: ['repo'], expiresInDays: 7 },
    });
    const { secret, token } = made.createClassicToken;

    expect(await answersAt(other, secret)).toEqual(LET_THROUGH);
    await change('RESTRICTED');
    expect(await answersAt(other, secret)).toEqual(REFUSED);
    expect(await answersAt(server, secret)).toEqual(REFUSED);
    await change('ALLOWED');
    expect(await answersAt(other, secret)).toEqual(LET_THROUGH);
    await call(member, DELETE, { input: { tokenId: token.id } });
  } finally {
    await other.stop();
  }
});
