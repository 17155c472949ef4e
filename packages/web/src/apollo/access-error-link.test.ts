import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { of } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { accessErrorLink } from './access-error-link.ts';

const MUTATION = gql`
  mutation {
    makeSecret
  }
`;

const refusal = (extensions: Record<string, unknown>) => ({
  data: null,
  errors: [{ message: 'Refused.', extensions }],
});
const REAUTHENTICATE = refusal({ code: 'FORBIDDEN', reauthenticate: true });

function aClient({ answers, confirms }: { answers: ApolloLink.Result[]; confirms: boolean }) {
  const onSignedOut = vi.fn<() => void>();
  const confirmPassword = vi.fn<() => Promise<boolean>>(async () => confirms);
  const server = vi.fn<ApolloLink.RequestHandler>(() => of(answers.shift()!));
  const link = ApolloLink.from([accessErrorLink({ onSignedOut, confirmPassword }), new ApolloLink(server)]);
  return { client: new ApolloClient({ link, cache: new InMemoryCache() }), onSignedOut, confirmPassword, server };
}

test('SN-3: the mutation is sent again once the password was given', async () => {
  const { client, confirmPassword, server } = aClient({
    answers: [REAUTHENTICATE, { data: { makeSecret: 'done' } }],
    confirms: true,
  });
  const { data } = await client.mutate({ mutation: MUTATION });
  expect(data).toEqual({ makeSecret: 'done' });
  expect(confirmPassword).toHaveBeenCalledOnce();
  expect(server).toHaveBeenCalledTimes(2);
});

test('SN-3: without the password the refusal stands and nothing is sent again', async () => {
  const { client, server } = aClient({ answers: [REAUTHENTICATE], confirms: false });
  await expect(client.mutate({ mutation: MUTATION })).rejects.toThrow('Refused.');
  expect(server).toHaveBeenCalledOnce();
});

test('who is not signed in is sent to sign in, and not asked for a password', async () => {
  const { client, onSignedOut, confirmPassword } = aClient({
    answers: [refusal({ code: 'UNAUTHENTICATED' })],
    confirms: true,
  });
  await expect(client.mutate({ mutation: MUTATION })).rejects.toThrow('Refused.');
  expect(onSignedOut).toHaveBeenCalledOnce();
  expect(confirmPassword).not.toHaveBeenCalled();
});

test('any other refusal is the page’s to tell', async () => {
  const { client, onSignedOut, confirmPassword } = aClient({
    answers: [refusal({ code: 'FORBIDDEN', permission: 'contents:read' })],
    confirms: true,
  });
  await expect(client.mutate({ mutation: MUTATION })).rejects.toThrow('Refused.');
  expect(onSignedOut).not.toHaveBeenCalled();
  expect(confirmPassword).not.toHaveBeenCalled();
});
