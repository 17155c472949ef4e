import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GrantRefusal } from '../../features/oauth/client-caller.ts';
import { redeemCode } from '../../features/oauth/redeem-code.ts';
import { renewUserToken } from '../../features/oauth/renew-user-token.ts';
import type { UserToken } from '../../features/tokens/keep-user-token.ts';
import { REFRESH_TOKEN_LIFE, USER_TOKEN_LIFE } from '../../features/tokens/user-token.rules.ts';
import type { DoorOptions } from '../doors.ts';
import { clientOf } from './client-of.ts';
import { type Form, readForm } from './form.ts';
import { OAuthError } from './oauth-error.ts';

type Options = DoorOptions & { longest: number };

/**
 * `POST /login/oauth/access_token`: a code, or a refresh token, for a token with which an App acts for a person. Takes JSON beside forms, and no
 * `grant_type` beside a code, as GitHub's clients send it. (AP-7, EX-8, RFC 6749, 4.1.3 and 6)
 */
export function accessTokenRoute(oauth: FastifyInstance, { longest, ...door }: Options): void {
  oauth.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: longest },
    async (_request: FastifyRequest, text: string | Buffer) => parsed(String(text)),
  );
  oauth.post('/login/oauth/access_token', async (request) => {
    const form = readForm(request.body);
    const client = await clientOf(request, form, { ...door, publicToo: true });
    const granted = await exchange(form, { ...door, ...client, ip: request.ip, requestId: request.id });
    if ('refused' in granted) throw new OAuthError('invalid_grant', granted.refused);
    return answerWith(granted);
  });
}

function parsed(text: string): object {
  const body = valueIn(text);
  if (typeof body !== 'object' || body === null)
    throw new OAuthError('invalid_request', 'The body is a JSON object of strings.');
  return body;
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function exchange(form: Form, caller: Parameters<typeof redeemCode>[0]): Promise<UserToken | GrantRefusal> {
  const code = form.get('code');
  const grantType = form.get('grant_type') ?? (code === undefined ? missing('grant_type') : 'authorization_code');
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(caller, {
        code: code ?? missing('code'),
        redirectUri: form.get('redirect_uri') ?? null,
        codeVerifier: form.get('code_verifier') ?? null,
      });
    case 'refresh_token':
      return renewUserToken(caller, form.get('refresh_token') ?? missing('refresh_token'));
    default:
      throw new OAuthError('unsupported_grant_type', 'The grant_type is authorization_code or refresh_token.');
  }
}

function missing(parameter: string): never {
  throw new OAuthError('invalid_request', `The parameter ${parameter} is missing.`);
}

/** Scopes say nothing of an App: what it may do is agreed to where it is installed. */
const answerWith = ({ secret, refreshSecret }: UserToken) => ({
  access_token: secret,
  token_type: 'bearer',
  scope: '',
  ...(refreshSecret !== null && {
    expires_in: USER_TOKEN_LIFE / 1000,
    refresh_token: refreshSecret,
    refresh_token_expires_in: REFRESH_TOKEN_LIFE / 1000,
  }),
});
