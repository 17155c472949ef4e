import { OAuthError } from './oauth-error.ts';

export type Form = ReadonlyMap<string, string>;

/** The fields of a form. One without a value counts as absent; one that is there twice makes the request invalid. (RFC 6749, 3.1) */
export function readForm(body: unknown): Form {
  if (typeof body === 'object' && body !== null) return readFields(body);
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(typeof body === 'string' ? body : '')) {
    if (form.has(name)) throw new OAuthError('invalid_request', 'A parameter is there more than once.');
    form.set(name, value);
  }
  return new Map([...form].filter(([, value]) => value !== ''));
}

/** The same of a JSON object, where the endpoint takes one. */
function readFields(body: object): Form {
  const fields = Object.entries(body);
  if (Array.isArray(body) || fields.some(([, value]) => typeof value !== 'string'))
    throw new OAuthError('invalid_request', 'The body is a JSON object of strings.');
  return new Map(fields.filter(([, value]) => value !== ''));
}
