import { BlockList, isIPv4, isIPv6 } from 'node:net';

// What the IPv4 registry of special-purpose addresses keeps from the Internet, and multicast. (RFC 6890, RFC 5771)
const NOT_OUTSIDE_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
// Of the global unicast space: protocol assignments and Teredo, documentation, 6to4.
const NOT_OUTSIDE_6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const refused = new BlockList();
for (const [network, prefix] of NOT_OUTSIDE_4) refused.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_OUTSIDE_6) refused.addSubnet(network, prefix, 'ipv6');
// All that the Internet uses of IPv6; beyond it lie loopback, private, link-local, multicast, and every way to write an IPv4 address, NAT64 among them.
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the Internet, and none of this machine or of a network that only some can reach. */
export function isOutside(address: string): boolean {
  if (isIPv4(address)) return !refused.check(address, 'ipv4');
  // With a zone (`%eth0`) an address is of one network of this machine, whatever stands before it.
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalUnicast.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}
