import { isIP } from 'node:net';
import { isOutside } from '../../platform/http/outside-address.ts';
import { hostOf } from '../../platform/http/send-outside.ts';

const LONGEST = 2048;
/** This machine by its name, with or without the dot of the root. */
const LOCALHOST = /^(.*\.)?localhost\.?$/;

/**
 * What is wrong with an address for webhooks, or null. A private address by its number, however spelt, is refused here already; one behind a name
 * is when a delivery connects, for what a name stands for may change.
 */
export function problemWithUrl(text: string, { webhookAllowPrivate }: { webhookAllowPrivate: boolean }): string | null {
  if (text.length > LONGEST) return `An address has at most ${LONGEST.toLocaleString('en')} characters.`;
  if (!URL.canParse(text)) return 'This is no address. It looks like https://example.com/hook.';
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'An address begins with https:// or http://.';
  if (url.username || url.password) return 'An address holds no user and no password: what is sent is signed instead.';
  const host = hostOf(url);
  const isPrivate = isIP(host) === 0 ? LOCALHOST.test(host) : !isOutside(host);
  if (isPrivate && !webhookAllowPrivate)
    return 'This is a private address, and the server does not send to those. Its operator can allow it.';
  return url.href.length > LONGEST ? `An address has at most ${LONGEST.toLocaleString('en')} characters.` : null;
}

/** The address as it will be contacted: one spelling for each. */
export const asContacted = (text: string): string => new URL(text).href;

/** What the audit log may hold of an address: its path and query can be as secret as a password. */
export const originOf = (url: string): string => new URL(url).origin;
