import type { Caller } from '../../access/caller.ts';
import { invalid, notFound } from '../../errors.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { App } from '../apps/app.entity.ts';
import { findClient } from '../apps/authenticate-client.ts';
import { mayKnowOfApp } from '../apps/find-app.ts';
import { redirectUriFor } from '../apps/redirect-uri.rules.ts';
import {
  type AuthorizationWish,
  MOST_UNASKED,
  problemWithWish,
  UNASKED_WINDOW,
} from './application-authorization.rules.ts';
import { countCodesSince } from './application-authorization.store.ts';

export type ReadWish = {
  app: App;
  redirectUri: string;
  /** Where the browser goes at once, because what the App asks cannot be; null when it can. */
  refusal: ReturnType<typeof problemWithWish>;
};

/**
 * What an App asks by way of a person's browser. NOT_FOUND where no App that the person may know of has the client id, INVALID where the redirect URI is
 * none of its own: then the browser is sent nowhere. (AP-7, RFC 6749, 4.1.2.1)
 */
export async function readAuthorizationWish({ viewer, database }: Caller, wish: AuthorizationWish): Promise<ReadWish> {
  const client = await findClient(database, wish.clientId);
  if (!client || !mayKnowOfApp(viewer, client.app)) throw notFound('The App');
  const { app } = client;
  const asked = wish.redirectUri ?? null;
  const redirectUri = redirectUriFor(app.redirectUris, asked);
  if (redirectUri === null) throw invalid({ redirectUri: problemWithRedirect(app, asked) });
  return { app, redirectUri, refusal: problemWithWish(wish, client) };
}

function problemWithRedirect({ name, redirectUris }: App, asked: string | null): string {
  if (redirectUris.length === 0) return `${name} has no redirect URI to go back to.`;
  return asked === null
    ? `${name} has several redirect URIs and did not say which.`
    : `${name} has no such redirect URI.`;
}

/** Whether the person is asked although they agreed before: their browser was sent on ten times within an hour. (EX-7) */
export const isAskedAgain = async (tx: Tx, authorizationId: number, now: Date): Promise<boolean> =>
  (await countCodesSince(tx, authorizationId, new Date(now.getTime() - UNASKED_WINDOW))) >= MOST_UNASKED;
