import { carriedPermissions } from '../../access/carried-permissions.rules.ts';
import type { CredentialRow } from '../../access/credential.store.ts';
import type { Introspection } from '../../features/oauth/introspect-token.ts';
import { permissionsShape } from '../permissions-shape.ts';
import { refusalText } from '../refusal-text.ts';

/** What is said of a token (RFC 7662, 2.2); of one that does not hold, or is none of the App's business, nothing but that. */
export function introspectionAnswer(found: Introspection | null, publicUrl: string): object {
  if (!found) return { active: false };
  const { viewer, token, refusal } = found;
  const carried = Object.entries(carriedPermissions(viewer.bearer)).map(([key, level]) => ({ key, level }));
  return {
    active: true,
    sub: token.userId === null ? `app:${token.appId}` : String(token.userId),
    username: viewer.actor.login,
    token_type: 'Bearer',
    iat: seconds(token.issuedAt),
    ...(token.expiresAt && { exp: seconds(token.expiresAt) }),
    ...(token.kind === 'CLASSIC' && { scope: token.scopes.join(' ') }),
    ...(token.clientId !== null && { client_id: token.clientId }),
    countersign: {
      kind: token.kind,
      resource_owner: resourceOwnerOf(token),
      permissions: permissionsShape(carried),
      allowed: refusal === null,
      reason: refusal && refusalText(refusal, publicUrl),
    },
  };
}

/** Those that go wherever their user goes have none. */
const resourceOwnerOf = ({ kind, ownerLogin, holderLogin }: CredentialRow): string | null =>
  kind === 'CLASSIC' || kind === 'APP_USER' ? null : (ownerLogin ?? holderLogin);

/** Rounded down: nobody who reads them takes a token for alive that is not. */
const seconds = (moment: Date) => Math.floor(moment.getTime() / 1000);
