// The queue's page as each side is asked for it: the same rows and fields. `shape` brings an answer into one form, so that they can be compared.

type Permission = { key: string; level: string };
type ShownRequest = {
  id: number;
  status: string;
  reason: string | null;
  selection: string;
  createdAt: number;
  login: string;
  name: string | null;
  token: string;
  expiresAt: number | null;
  lastUsedAt: number | null;
  permissions: Permission[];
  repositories: { name: string; visibility: string }[];
};
type ShownPage = { totalCount: number; hasNextPage: boolean; requests: ShownRequest[] };
type Shape = (body: string) => ShownPage;

const moment = (text: string | null) => (text === null ? null : Date.parse(text));
const byKey = (permissions: Permission[]) =>
  permissions
    .map(({ key, level }) => ({ key, level: level.toUpperCase() }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
const byName = (repositories: { name: string; visibility: string }[]) =>
  repositories.map(({ name, visibility }) => ({ name, visibility })).toSorted((a, b) => (a.name < b.name ? -1 : 1));

export type Wanted = { organization: string; organizationId: string; permission: string; first: number };
export type Asked = { path: string; query: string; variables: object; shape: Shape };

// What an answer holds is told by its document.
// oxlint-disable typescript/no-explicit-any

export const forCountersign = ({ organization, permission, first }: Wanted): Asked => ({
  path: '/api/graphql',
  query: `query Queue($organization: String!, $filter: TokenRequestFilter, $first: Int!) {
    organization(login: $organization) { tokenRequests(filter: $filter, first: $first) {
      totalCount pageInfo { hasNextPage }
      nodes { databaseId status reason repositorySelection createdAt requester { login name } token { name expiresAt lastUsedAt }
        permissions { repository { key level } organization { key level } }
        repositories(first: 50) { nodes { name visibility } } } } } }`,
  variables: { organization, filter: { permissions: [{ key: permission, level: 'WRITE' }] }, first },
  shape: (body) => {
    const { totalCount, pageInfo, nodes } = JSON.parse(body).data.organization.tokenRequests;
    return {
      totalCount,
      hasNextPage: pageInfo.hasNextPage,
      requests: nodes.map((node: any) => ({
        ...common(node, node.databaseId, node.requester, node.token),
        permissions: byKey([...node.permissions.repository, ...node.permissions.organization]),
        repositories: byName(node.repositories.nodes),
      })),
    };
  },
});

export const forMercurius = ({ organizationId, permission, first }: Wanted): Asked => ({
  path: '/graphql',
  query: `query Queue($organizationId: ID!, $permission: String!, $first: Int!) {
    tokenRequests(organizationId: $organizationId, asksToWrite: $permission, first: $first) {
      totalCount hasNextPage
      nodes { databaseId status reason repositorySelection createdAt requester { login name } token { name expiresAt lastUsedAt }
        permissions { key level } repositories { name visibility } } } }`,
  variables: { organizationId, permission, first },
  shape: (body) => {
    const { totalCount, hasNextPage, nodes } = JSON.parse(body).data.tokenRequests;
    return {
      totalCount,
      hasNextPage,
      requests: nodes.map((node: any) => ({
        ...common(node, node.databaseId, node.requester, node.token),
        permissions: byKey(node.permissions),
        repositories: byName(node.repositories),
      })),
    };
  },
});

export const forPostgraphile = ({ organizationId, permission, first }: Wanted): Asked => ({
  path: '/graphql',
  query: `query Queue($organizationId: BigInt!, $permission: String!, $first: Int!) {
    allTokenRequests(condition: { organizationId: $organizationId, status: "PENDING", asksToWrite: $permission }, orderBy: [CREATED_AT_DESC, ROW_ID_DESC], first: $first) {
      totalCount pageInfo { hasNextPage }
      nodes { rowId status reason repositorySelection createdAt userByRequesterId { login name } tokenByTokenId { name expiresAt lastUsedAt }
        tokenRequestPermissionsByRequestId { nodes { key level } }
        tokenRequestRepositoriesByRequestId { nodes { repositoryByRepositoryId { name visibility } } } } } }`,
  variables: { organizationId, permission, first },
  shape: (body) => {
    const { totalCount, pageInfo, nodes } = JSON.parse(body).data.allTokenRequests;
    return {
      totalCount,
      hasNextPage: pageInfo.hasNextPage,
      requests: nodes.map((node: any) => ({
        ...common(node, Number(node.rowId), node.userByRequesterId, node.tokenByTokenId),
        permissions: byKey(node.tokenRequestPermissionsByRequestId.nodes),
        repositories: byName(
          node.tokenRequestRepositoriesByRequestId.nodes.map((asked: any) => asked.repositoryByRepositoryId),
        ),
      })),
    };
  },
});

const common = (node: any, id: number, requester: any, token: any) => ({
  id,
  status: node.status,
  reason: node.reason,
  selection: node.repositorySelection,
  createdAt: moment(node.createdAt)!,
  login: requester.login,
  name: requester.name,
  token: token.name,
  expiresAt: moment(token.expiresAt),
  lastUsedAt: moment(token.lastUsedAt),
});
