import { hash, randomBytes } from 'node:crypto';

const DRAWERS = 65_536;
/** Nobody outside can choose an address that falls into the drawer of another. */
const SALT = randomBytes(16).toString('hex');

/**
 * What an address is counted under: one of 65,536 drawers, so that no number of addresses fills the memory; two that share a drawer share a count.
 * An IPv6 network of /64 is one address, as whoever has one of it has all.
 */
export const drawerOf = (address: string): string =>
  String(Number.parseInt(hash('sha256', SALT + networkOf(address)).slice(0, 8), 16) % DRAWERS);

/** An IPv4 address whole, of an IPv6 address the network. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [, inside] = /:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (inside) return inside;
  const [front = '', back] = address.toLowerCase().split('::');
  const head = front === '' ? [] : front.split(':');
  const tail = back ? back.split(':') : [];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
