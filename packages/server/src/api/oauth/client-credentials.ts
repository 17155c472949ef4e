import type { ClientCredentials } from '../../features/apps/authenticate-client.ts';
import type { Form } from './form.ts';
import { OAuthError } from './oauth-error.ts';

/** What a client says who it is with: Basic, or `client_id` and `client_secret` in the form, not both. Null when neither is there whole. (RFC 6749, 2.3.1) */
export function clientCredentialsIn(authorization: string | undefined, form: Form): ClientCredentials | null {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  if (authorization === undefined) return clientId && clientSecret ? { clientId, clientSecret } : null;
  if (clientSecret) throw new OAuthError('invalid_request', 'The client authenticates in more than one way.');
  const basic = basicCredentials(authorization);
  return basic && (clientId ?? basic.clientId) === basic.clientId ? basic : null;
}

/** Both halves are encoded as a form's values are. */
function basicCredentials(authorization: string): ClientCredentials | null {
  const [, value = ''] = /^basic +([\w+/=-]+)$/i.exec(authorization.trim()) ?? [];
  const [, clientId, clientSecret] = /^([^:]+):(.+)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  if (!clientId || !clientSecret) return null;
  try {
    return { clientId: decoded(clientId), clientSecret: decoded(clientSecret) };
  } catch {
    return null;
  }
}

const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
