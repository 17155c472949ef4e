import type { App } from '../../features/apps/app.entity.ts';
import type { Token } from '../../features/tokens/token.entity.ts';
import { accountShape } from './account-shape.ts';

type UserToken = { token: Token; person: { id: number; login: string } };

/**
 * An App's token for a person in GitHub's shape `authorization`. `secret` is the one that was just made, else null: whoever asks about a token has its
 * secret already, and is not told it once more. (TK-2)
 */
export function authorizationShape(
  { token, person }: UserToken,
  { app, secret, publicUrl }: { app: App; secret: string | null; publicUrl: string },
) {
  return {
    id: token.id,
    url: `${publicUrl}/api/v3/authorizations/${token.id}`,
    app: { client_id: app.clientId, name: app.name, url: `${publicUrl}/apps/${app.slug}` },
    token: secret ?? '',
    hashed_token: null,
    token_last_eight: token.lastEight,
    scopes: [],
    note: null,
    note_url: null,
    fingerprint: null,
    user: accountShape({ kind: 'USER', id: person.id, login: person.login }, publicUrl),
    created_at: token.createdAt,
    updated_at: token.issuedAt,
    expires_at: token.expiresAt,
  };
}
