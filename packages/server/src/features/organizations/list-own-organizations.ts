import type { Caller } from '../../access/caller.ts';
import type { Page, PageOf } from '../../platform/database/keyset.ts';
import type { Organization } from './organization.entity.ts';
import { findOrganizationsPage } from './organization.store.ts';

/** The organizations that the viewer is a member of, by login. */
export const listOwnOrganizations = ({ viewer, database }: Caller, page: Page): Promise<PageOf<Organization>> =>
  findOrganizationsPage(database.manager, viewer.organizationIds, page);
