import { createHash, randomBytes } from 'node:crypto';
import { query } from '../database.ts';

export type Session = { cookie: string };

/** A person's session, as signing in makes it. */
export async function openSession(databaseUrl: string, userId: string): Promise<Session> {
  const secret = randomBytes(32).toString('base64url');
  const hash = createHash('sha256').update(secret).digest();
  await query(
    databaseUrl,
    'INSERT INTO sessions (secret_hash, user_id, created_at, last_seen_at, password_given_at) VALUES ($1, $2, now(), now(), now())',
    [hash, userId],
  );
  return { cookie: `countersign=${secret}` };
}

export const graphqlHeaders = ({ cookie }: Session): Record<string, string> => ({
  'content-type': 'application/json',
  'x-countersign-csrf': '1',
  cookie,
});

export async function ask<Data>(url: string, session: Session, document: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: graphqlHeaders(session),
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
