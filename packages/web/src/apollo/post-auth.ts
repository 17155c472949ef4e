import { CSRF_HEADERS } from './client.ts';

/** Calls `/auth/…` as the page of this very site; null when the server could not be reached. */
export const postAuth = (path: string, body: object): Promise<Response | null> =>
  fetch(`/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...CSRF_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);
