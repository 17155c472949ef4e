import { t } from '../i18n/t.ts';
import { CSRF_HEADERS } from './client.ts';

/** Calls `/auth/…` as the page of this very site; null when the server could not be reached. */
export const postAuth = (path: string, body: object): Promise<Response | null> =>
  fetch(`/auth/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...CSRF_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);

/** What can be said of a call that did not work, where the answer says nothing of what was sent. */
export function describeFailure(response: Response | null): string {
  if (!response) return t('error.network');
  return t(response.status === 429 ? 'session.throttled' : 'common.somethingBroke');
}
