import { t } from '../../i18n/t.ts';

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** The host as the network knows it: no letters of another alphabet pass for it. */
export const hostOf = (redirectUri: string): string => URL.parse(redirectUri)?.host ?? redirectUri;

/** Where a browser is sent back to, in a few words. */
export function describePlace(redirectUri: string): string {
  const host = hostOf(redirectUri);
  return LOOPBACK.test(URL.parse(redirectUri)?.hostname ?? '') ? t('applications.place.here', { host }) : host;
}
