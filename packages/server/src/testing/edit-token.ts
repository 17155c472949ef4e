import type { Level } from '@countersign/schema';
import type { Answer, Asker, TestApp } from './test-app.ts';

const SET = '{ repository { key level } organization { key level } user { key level } }';
const UPDATE = `mutation ($input: UpdateFineGrainedTokenInput!) { updateFineGrainedToken(input: $input) {
  clientMutationId
  token { databaseId name description repositorySelection permissions ${SET} repositories(first: 60) { nodes { name } }
    blockedBy { code } latestRequest { databaseId status }
    grant { databaseId repositorySelection permissions ${SET} repositories(first: 60) { nodes { name } } } }
  request { databaseId status decidedAutomatically reason } } }`;
const READ = `query ($login: String!, $id: Int!) { organization(login: $login) { tokenRequest(databaseId: $id) {
  databaseId status reason repositorySelection repositoriesWidened
  permissions ${SET} permissionsAdded ${SET} permissionsUpgraded ${SET} permissionsKept ${SET} permissionsDropped ${SET}
  repositories(first: 60) { nodes { name } } repositoriesAdded(first: 60) { nodes { name } } } } }`;

type Row = { key: string; level: string };
type Rows = { repository: Row[]; organization: Row[]; user: Row[] };
type Shown = { nodes: ({ name: string } | null)[] };

/** `{contents: 'read'}`, of permissions in their groups. */
const flat = ({ repository, organization, user }: Rows) =>
  Object.fromEntries([...repository, ...organization, ...user].map(({ key, level }) => [key, level.toLowerCase()]));
const names = ({ nodes }: Shown) => nodes.map((node) => node?.name ?? '').toSorted((a, b) => a.localeCompare(b));

export type TokenEdit = { permissions?: Record<string, Level>; [field: string]: unknown };

/** Edits a token over HTTP, whatever comes of it. */
export const edit = (app: TestApp, asker: Asker, tokenId: string | number, change: TokenEdit): Promise<Answer> =>
  app.as(asker, UPDATE, {
    input: {
      tokenId: String(tokenId),
      ...change,
      ...(change.permissions && {
        permissions: Object.entries(change.permissions).map(([key, level]) => ({ key, level: level.toUpperCase() })),
      }),
    },
  });

/** The same where it works: the token, its grant and the request that the edit opened, in short. */
export async function edited(app: TestApp, asker: Asker, tokenId: string | number, change: TokenEdit) {
  const { data, errors } = await edit(app, asker, tokenId, change);
  if (errors) throw new Error(JSON.stringify(errors));
  const { token, request } = data.updateFineGrainedToken;
  return {
    name: token.name as string,
    description: token.description as string,
    blockedBy: token.blockedBy?.code ?? null,
    latestRequest: token.latestRequest,
    wish: shortOf(token),
    grant: token.grant && { id: token.grant.databaseId as number, ...shortOf(token.grant) },
    request: request as { databaseId: number; status: string; decidedAutomatically: boolean; reason: string } | null,
  };
}

const shortOf = (row: { permissions: Rows; repositorySelection: string; repositories: Shown }) => ({
  permissions: flat(row.permissions),
  repositorySelection: row.repositorySelection,
  repositories: names(row.repositories),
});

/** A request as its reviewer sees it, with what is new in it. */
export async function differenceOf(app: TestApp, asker: Asker, login: string, id: number) {
  const { data, errors } = await app.as(asker, READ, { login, id });
  if (errors) throw new Error(JSON.stringify(errors));
  const request = data.organization.tokenRequest;
  return {
    status: request.status as string,
    ...shortOf(request),
    added: flat(request.permissionsAdded),
    upgraded: flat(request.permissionsUpgraded),
    kept: flat(request.permissionsKept),
    dropped: flat(request.permissionsDropped),
    repositoriesAdded: names(request.repositoriesAdded),
    repositoriesWidened: request.repositoriesWidened as boolean,
  };
}
