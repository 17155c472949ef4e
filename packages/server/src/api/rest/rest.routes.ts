import type { FastifyInstance } from 'fastify';
import { appRoutes } from '../../features/apps/app.routes.ts';
import { installationRoutes } from '../../features/apps/installation.routes.ts';
import { leakRoutes } from '../../features/leaks/leak.routes.ts';
import { applicationTokenRoutes } from '../../features/oauth/application-token.routes.ts';
import { organizationRoutes } from '../../features/organizations/organization.routes.ts';
import { repositoryRoutes } from '../../features/repositories/repository.routes.ts';
import { tokenGrantRoutes } from '../../features/token-grants/token-grant.routes.ts';
import { tokenRequestRoutes } from '../../features/token-requests/token-request.routes.ts';
import { userRoutes } from '../../features/users/user.routes.ts';
import type { LimitedDoorOptions } from '../doors.ts';
import { metaRoutes } from './meta.routes.ts';
import { openRestDoor } from './rest-door.ts';

/** REST in GitHub's shapes, below `/api/v3`. */
export const restRoutes = (app: FastifyInstance, house: LimitedDoorOptions): Promise<void> =>
  openRestDoor({ app, ...house }, [
    metaRoutes,
    userRoutes,
    organizationRoutes,
    repositoryRoutes,
    tokenRequestRoutes,
    tokenGrantRoutes,
    appRoutes,
    installationRoutes,
    applicationTokenRoutes,
    leakRoutes,
  ]);
