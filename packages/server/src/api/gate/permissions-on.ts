import { appPermissionOf, LEVELS } from '@countersign/schema';
import { carriedPermissions } from '../../access/carried-permissions.rules.ts';
import type { AccessPermission, Subject, Viewer } from '../../access/viewer.ts';

/** Everything that the viewer may do in a repository now, each permission at its highest level: asked of the decision one by one, for what the credential carries. */
export function permissionsOn(viewer: Viewer, subject: Subject): AccessPermission[] {
  const { repository, organizationId } = subject;
  const where = { onPublic: repository?.isPublic, organizationId };
  const carried = Object.keys(carriedPermissions(viewer.bearer, where));
  return [...new Set(['metadata', 'contents', ...carried])]
    .filter((key) => appPermissionOf(key)?.resource === 'repository')
    .flatMap((key) => {
      const held = LEVELS.map((level): AccessPermission => `${key}:${level}`).findLast((wanted) =>
        viewer.can(wanted, subject),
      );
      return held ?? [];
    })
    .toSorted();
}
