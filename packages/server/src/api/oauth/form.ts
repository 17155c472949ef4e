import { OAuthError } from './oauth-error.ts';

export type Form = ReadonlyMap<string, string>;

/** The fields of a form. One without a value counts as absent; one that is there twice makes the request invalid. (RFC 6749, 3.1) */
export function readForm(body: unknown): Form {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(typeof body === 'string' ? body : '')) {
    if (form.has(name)) throw new OAuthError('invalid_request', 'A parameter is there more than once.');
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ''));
}
