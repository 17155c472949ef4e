import type { Caller } from '../../access/caller.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import { findRepositoriesPage, type RepositoryInSight, type RepositoryListing } from './repository.store.ts';
import { sightOf } from './sight.ts';

/** The repositories of an owner that are in sight of the viewer's credential, by name. */
export const listRepositories = (
  { viewer, database }: Caller,
  listing: RepositoryListing,
  page: Page,
): Promise<PageOf<RepositoryInSight>> => findRepositoriesPage(database.manager, listing, sightOf(viewer), page);
