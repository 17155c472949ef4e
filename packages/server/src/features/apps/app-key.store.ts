import type { Tx } from '../../platform/database/database.ts';
import { lookUp } from '../../platform/database/look-up.ts';
import { type Placed, rowsByPlace } from '../../platform/database/rows-by-place.ts';
import { App, AppClientSecret, AppKey } from './app.entity.ts';

export const insertAppKey = (tx: Tx, key: Omit<AppKey, 'id'>): Promise<AppKey> => tx.save(tx.create(AppKey, key));

export const findAppKey = (tx: Tx, id: number): Promise<AppKey | null> => tx.findOneBy(AppKey, { id });

export const countAppKeys = (tx: Tx, appId: number): Promise<number> => tx.countBy(AppKey, { appId });

/** False when it is gone already. */
export const deleteAppKeyRow = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.delete(AppKey, { id })).affected === 1;

/** The keys of Apps, the oldest first. */
export const findAppKeys = (tx: Tx, appIds: readonly number[]): Promise<AppKey[]> =>
  tx
    .createQueryBuilder(AppKey, 'key')
    .where('key.appId = ANY(:ids)', { ids: [...appIds] })
    .orderBy('key.id')
    .getMany();

export type AppWithKeys = { app: App; keys: AppKey[] };

/** The App that calls itself so in a JWT, by client id or by its id, with the keys it may have signed with. */
export async function findAppByIssuer(tx: Tx, issuer: string): Promise<AppWithKeys | null> {
  const id = /^[1-9]\d{0,14}$/.test(issuer) ? Number(issuer) : null;
  const app = await tx.findOneBy(App, id === null ? { clientId: issuer } : { id });
  return app && { app, keys: await findAppKeys(tx, [app.id]) };
}

export const insertClientSecret = (tx: Tx, secret: Omit<AppClientSecret, 'id'>): Promise<AppClientSecret> =>
  tx.save(tx.create(AppClientSecret, secret));

export const findClientSecret = (tx: Tx, id: number): Promise<AppClientSecret | null> =>
  tx.findOneBy(AppClientSecret, { id });

export const countClientSecrets = (tx: Tx, appId: number): Promise<number> => tx.countBy(AppClientSecret, { appId });

/** False when it is gone already. */
export const deleteClientSecretRow = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.delete(AppClientSecret, { id })).affected === 1;

/** The client secrets of Apps, the oldest first. */
export const findClientSecrets = (tx: Tx, appIds: readonly number[]): Promise<AppClientSecret[]> =>
  tx
    .createQueryBuilder(AppClientSecret, 'secret')
    .where('secret.appId = ANY(:ids)', { ids: [...appIds] })
    .orderBy('secret.id')
    .getMany();

const FIND_BY_CLIENT_SECRETS = {
  name: 'find-apps-by-client-secrets',
  text: `SELECT asked.place::int AS place, app.id, app.slug, app.name, app.client_id AS "clientId", app.description, app.is_public AS "isPublic",
              app.owner_user_id AS "ownerUserId", app.owner_organization_id AS "ownerOrganizationId",
              app.redirect_uris AS "redirectUris", app.user_tokens_expire AS "userTokensExpire", app.created_at AS "createdAt"
         FROM unnest((SELECT $1::text[])) WITH ORDINALITY AS asked(secret_hash, place)
         JOIN app_client_secrets secret ON secret.secret_hash = decode(asked.secret_hash, 'hex') JOIN apps app ON app.id = secret.app_id`,
};

/** The Apps that have these client secrets, by the hashes of those in hexadecimal; null where there is none. */
export async function findAppsByClientSecrets(tx: Tx, hashes: readonly string[]): Promise<(App | null)[]> {
  const rows = rowsByPlace(hashes, await lookUp<Placed<App>>(tx, FIND_BY_CLIENT_SECRETS, [hashes]));
  return rows.map((row) => row && Object.assign(new App(), row));
}
