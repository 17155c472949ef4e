import type { GraphiQLProps } from 'graphiql';
import { type ExecutionResult, getOperationAST, OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';

const ENDPOINT = '/api/graphql';

type Fetcher = GraphiQLProps['fetcher'];
type Operation = Parameters<Fetcher>[0];

const isAuthorization = (name: string) => name.toLowerCase() === 'authorization';

/** Asks as the signed-in person, or, where an Authorization header is given, with that token and without the cookie. */
export const sandboxFetcher: Fetcher = (operation, { headers = {}, documentAST } = {}) => {
  const kind = documentAST && getOperationAST(documentAST, operation.operationName)?.operation;
  return kind === OperationTypeNode.SUBSCRIPTION ? subscribe(operation, headers) : ask(operation, headers);
};

async function ask(operation: Operation, headers: Record<string, string>) {
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    credentials: Object.keys(headers).some(isAuthorization) ? 'omit' : 'same-origin',
    headers: { ...headers, 'content-type': 'application/json', 'x-countersign-csrf': '1' },
    body: JSON.stringify(operation),
  });
  const result: object = await response.json();
  return result;
}

function subscribe({ query, operationName, variables }: Operation, headers: Record<string, string>) {
  const url = new URL(ENDPOINT, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  // Where both come, the server looks at the token alone.
  const [, authorization] = Object.entries(headers).find(([name]) => isAuthorization(name)) ?? [];
  const client = createClient({ url: url.href, connectionParams: authorization ? { authorization } : {} });
  const results = client.iterate({ query, operationName, variables: variables ?? {} });
  // The explorer's types want errors as objects of the library; it only prints them.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return results as AsyncIterableIterator<ExecutionResult<Record<string, unknown>, Record<string, unknown>>>;
}
