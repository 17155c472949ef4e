import { makeTokenSecret } from '../access/secrets.ts';
import { App } from '../features/apps/app.entity.ts';
import { ApplicationAuthorization } from '../features/oauth/application-authorization.entity.ts';
import type { Token } from '../features/tokens/token.entity.ts';
import { insertToken } from '../features/tokens/token.store.ts';
import type { TestApp } from './test-app.ts';

const HOUR = 60 * 60 * 1000;
type Lifetime = { expiresAt?: Date | null };
type Made = { token: Token; secret: string };

/** A token with which the App acts for the person, who agreed to that; for eight hours if nothing is said, null = without end. */
export async function anAppUserToken(
  app: TestApp,
  userId: number,
  appId: number,
  { expiresAt }: Lifetime = {},
): Promise<Made> {
  await app.database.manager
    .createQueryBuilder()
    .insert()
    .into(ApplicationAuthorization)
    .values({ appId, userId, createdAt: app.now ?? new Date() })
    .orIgnore()
    .execute();
  return insertFor(app, { kind: 'APP_USER', userId, appId, expiresAt, renewsTokenId: null });
}

/** The refresh token beside it. */
export const aRefreshTokenOf = (app: TestApp, { id, userId, appId }: Token): Promise<Made> =>
  insertFor(app, { kind: 'APP_REFRESH', userId: userId!, appId: appId!, renewsTokenId: id });

async function insertFor(
  { database, now }: TestApp,
  of: Pick<Token, 'kind' | 'renewsTokenId'> & { userId: number; appId: number } & Lifetime,
): Promise<Made> {
  const at = now ?? new Date();
  const { secret, hash, lastEight } = makeTokenSecret(of.kind);
  const { name } = await database.manager.findOneByOrFail(App, { id: of.appId });
  const token = await insertToken(database.manager, {
    ...of,
    expiresAt: of.expiresAt === undefined ? new Date(at.getTime() + 8 * HOUR) : of.expiresAt,
    installationId: null,
    organizationId: null,
    name,
    description: '',
    secretHash: hash,
    lastEight,
    repositorySelection: 'NONE',
    createdAt: at,
    issuedAt: at,
  });
  return { token: token!, secret };
}
