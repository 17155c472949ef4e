import type { FastifyInstance } from 'fastify';
import { appRoutes } from '../../features/apps/app.routes.ts';
import { repositoryRoutes } from '../../features/repositories/repository.routes.ts';
import { userRoutes } from '../../features/users/user.routes.ts';
import type { DoorOptions } from '../doors.ts';
import { openRestDoor } from './rest-door.ts';

/** REST in GitHub's shapes, below `/api/v3`. */
export const restRoutes = (app: FastifyInstance, house: DoorOptions): Promise<void> =>
  openRestDoor({ app, ...house }, [userRoutes, repositoryRoutes, appRoutes]);
