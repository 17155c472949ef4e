import { appPermissionOf } from '@countersign/schema';
import type { PermissionDefinition, PermissionGroup, PermissionMap } from '@countersign/schema';

/** The permissions of a group, by title. */
export const permissionsIn = (
  catalogue: readonly PermissionDefinition[],
  group: PermissionGroup,
): PermissionDefinition[] =>
  catalogue.filter(({ resource }) => resource === group).toSorted((a, b) => a.title.localeCompare(b.title));

/** Metadata comes with any other repository permission and cannot be taken off then. (TK-4) */
export const metadataIsLocked = (permissions: PermissionMap): boolean =>
  Object.keys(permissions).some((key) => key !== 'metadata' && appPermissionOf(key)?.resource === 'repository');

/** What is chosen, with the metadata it brings. */
export const withMetadata = (chosen: PermissionMap): PermissionMap =>
  metadataIsLocked(chosen) ? { ...chosen, metadata: 'read' } : chosen;
