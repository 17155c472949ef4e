import type { Tx } from '../../platform/database/database.ts';
import { type Page, type PageOf, pageOf } from '../../platform/database/keyset.ts';
import { App } from '../apps/app.entity.ts';
import { ApplicationAuthorization, ApplicationAuthorizationCode } from './application-authorization.entity.ts';

const authorizations = (tx: Tx) => tx.createQueryBuilder(ApplicationAuthorization, 'agreed');

/** Codes and tokens of one App for one person come one after the other: who makes or ends them holds this lock first. */
const locked = (query: ReturnType<typeof authorizations>): Promise<ApplicationAuthorization | null> =>
  query.setLock('for_no_key_update', undefined, ['agreed']).getOne();

export const findAuthorization = (
  tx: Tx,
  of: { appId: number; userId: number },
): Promise<ApplicationAuthorization | null> => tx.findOneBy(ApplicationAuthorization, of);

export const lockAuthorization = (
  tx: Tx,
  { appId, userId }: { appId: number; userId: number },
): Promise<ApplicationAuthorization | null> => locked(authorizations(tx).where({ appId, userId }));

export const lockOwnAuthorization = (tx: Tx, userId: number, id: number): Promise<ApplicationAuthorization | null> =>
  locked(authorizations(tx).where({ id, userId }));

/** What the code was given out on, if it was to this App. */
export const lockAuthorizationOfCode = (
  tx: Tx,
  appId: number,
  codeHash: Buffer,
): Promise<ApplicationAuthorization | null> =>
  locked(
    authorizations(tx)
      .where({ appId })
      .andWhere(
        'agreed.id = (SELECT authorization_id FROM application_authorization_codes WHERE code_hash = :codeHash)',
        {
          codeHash,
        },
      ),
  );

export type HeldRefreshToken = {
  authorization: ApplicationAuthorization;
  refreshId: number;
  renewedId: number;
  codeId: number | null;
};

/** What the refresh token was given out on, if it was to this App, whatever its state. What it renews and came of stays so for good. */
export async function lockAuthorizationOfRefreshToken(
  tx: Tx,
  appId: number,
  secretHash: Buffer,
): Promise<HeldRefreshToken | null> {
  const rows: { id: number; userId: number; renewsTokenId: number; codeId: number | null }[] = await tx.query(
    `SELECT id, user_id AS "userId", renews_token_id AS "renewsTokenId", authorization_code_id AS "codeId" FROM tokens
      WHERE secret_hash = $1 AND app_id = $2 AND kind = 'APP_REFRESH'`,
    [secretHash, appId],
  );
  const [refresh] = rows;
  const authorization = refresh ? await lockAuthorization(tx, { appId, userId: refresh.userId }) : null;
  if (!refresh || !authorization) return null;
  const { id: refreshId, renewsTokenId: renewedId, codeId } = refresh;
  return { authorization, refreshId, renewedId, codeId };
}

/** Null when there is one meanwhile. */
export async function insertAuthorization(
  tx: Tx,
  row: Omit<ApplicationAuthorization, 'id'>,
): Promise<ApplicationAuthorization | null> {
  const inserted = await tx
    .createQueryBuilder()
    .insert()
    .into(ApplicationAuthorization)
    .values(row)
    .orIgnore()
    .returning('id')
    .execute();
  const [made] = inserted.raw as { id: number }[];
  return made ? tx.create(ApplicationAuthorization, { ...row, id: made.id }) : null;
}

export const findAppOf = (tx: Tx, { appId }: ApplicationAuthorization): Promise<App> =>
  tx.findOneByOrFail(App, { id: appId });

/** With it go its codes. */
export const deleteAuthorization = (tx: Tx, id: number) => tx.delete(ApplicationAuthorization, { id });

export const findAuthorizations = (tx: Tx, ids: readonly number[]): Promise<ApplicationAuthorization[]> =>
  authorizations(tx)
    .where('agreed.id = ANY(:ids)', { ids: [...ids] })
    .getMany();

/** What the person agreed to, the newest first. */
export const findOwnAuthorizations = (tx: Tx, userId: number, page: Page): Promise<PageOf<ApplicationAuthorization>> =>
  pageOf(authorizations(tx).where({ userId }), page, { by: 'agreed.createdAt', direction: 'DESC' });

/** When tokens that came of these and still are there were last used. Plain SQL: one statement for any number. */
export const findLastUses = (tx: Tx, ids: readonly number[]): Promise<{ id: number; lastUsedAt: Date | null }[]> =>
  tx.query(
    `SELECT agreed.id, max(token.last_used_at) AS "lastUsedAt"
       FROM application_authorizations agreed
       JOIN tokens token ON token.app_id = agreed.app_id AND token.user_id = agreed.user_id
      WHERE agreed.id = ANY($1::bigint[]) GROUP BY agreed.id`,
    [ids],
  );

/** How many codes were given out on it after a moment. */
export const countCodesSince = (tx: Tx, authorizationId: number, since: Date): Promise<number> =>
  tx
    .createQueryBuilder(ApplicationAuthorizationCode, 'code')
    .where({ authorizationId })
    .andWhere('code.created_at > :since', { since })
    .getCount();

type NewCode = Omit<ApplicationAuthorizationCode, 'id' | 'redeemedAt'>;

export const insertCode = (tx: Tx, code: NewCode) => tx.insert(ApplicationAuthorizationCode, code);

export const findCode = (tx: Tx, codeHash: Buffer): Promise<ApplicationAuthorizationCode | null> =>
  tx.findOneBy(ApplicationAuthorizationCode, { codeHash });

export const markRedeemed = (tx: Tx, id: number, redeemedAt: Date) =>
  tx.update(ApplicationAuthorizationCode, { id }, { redeemedAt });

/** Plain SQL: one statement that waits for nobody, so that it and who ends an authorization with its codes never wait for each other. */
export const deleteCodesBefore = (tx: Tx, moment: Date) =>
  tx.query(
    `DELETE FROM application_authorization_codes WHERE id IN (
       SELECT id FROM application_authorization_codes WHERE expires_at < $1 FOR UPDATE SKIP LOCKED)`,
    [moment],
  );
