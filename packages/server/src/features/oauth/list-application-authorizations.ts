import type { Caller } from '../../access/caller.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { ApplicationAuthorization } from './application-authorization.entity.ts';
import { findOwnAuthorizations } from './application-authorization.store.ts';

/** What the person let Apps do for them, newest first. */
export const listApplicationAuthorizations = (
  { viewer, database }: Caller,
  page: Page,
): Promise<PageOf<ApplicationAuthorization>> => findOwnAuthorizations(database.manager, viewer.mustBeSession(), page);
