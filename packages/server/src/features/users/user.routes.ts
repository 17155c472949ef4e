import { ownShape } from '../../api/rest/account-shape.ts';
import { operation, type RestDoor } from '../../api/rest/operation.ts';
import { findUsers } from './user.store.ts';

/** Who a token acts for. */
export function userRoutes(door: RestDoor): void {
  operation(door, {
    method: 'GET',
    path: '/user',
    needs: 'user',
    async answer({ viewer, database, settings }) {
      const [user] = await findUsers(database.manager, [viewer.userId!]);
      const { id, login, name, createdAt } = user!;
      const email = viewer.can('emails:read', { userId: id }) ? user!.email : null;
      return ownShape({ kind: 'USER', id, login, name, email }, createdAt, settings.publicUrl);
    },
  });
}
