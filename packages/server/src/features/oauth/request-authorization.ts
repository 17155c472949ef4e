import type { Caller } from '../../access/caller.ts';
import type { App } from '../apps/app.entity.ts';
import { ACCESS_DENIED, type AuthorizationWish, withParameters } from './application-authorization.rules.ts';
import { findAuthorization } from './application-authorization.store.ts';
import { installedOf } from './installed.loader.ts';
import { isAskedAgain, readAuthorizationWish } from './read-authorization-wish.ts';

export type AuthorizationRequest = {
  app: App;
  redirectUri: string;
  cancelUrl: string;
  refusalUrl: string | null;
  viewerMustAgree: boolean;
  /** Of the person's where the App is installed, and not suspended. */
  organizationIds: number[];
};

/** What a person is shown whom an App sent here, before they agree. NOT_FOUND, INVALID: see `readAuthorizationWish`. (AP-7) */
export async function requestAuthorization(caller: Caller, wish: AuthorizationWish): Promise<AuthorizationRequest> {
  const { viewer, database, now } = caller;
  const { manager } = database;
  const userId = viewer.mustBeSession();
  const { app, redirectUri, refusal } = await readAuthorizationWish(caller, wish);
  const agreed = await findAuthorization(manager, { appId: app.id, userId });
  const question = { app: { id: app.id }, organizationIds: viewer.organizationIds, owner: null };
  const installed = await installedOf(database).load(question);
  const { state } = wish;
  return {
    app,
    redirectUri,
    cancelUrl: withParameters(redirectUri, { ...ACCESS_DENIED, state }),
    refusalUrl: refusal && withParameters(redirectUri, { ...refusal, state }),
    viewerMustAgree: !agreed || (await isAskedAgain(manager, agreed.id, now)),
    organizationIds: installed.map(({ organizationId }) => organizationId),
  };
}
