/**
 * Leaves this site for an address that the server gave. It takes the place of the page in the history: who comes back is not sent on again.
 * Anything but http(s) could run as a script of ours, and is refused.
 */
export function leaveFor(address: string): void {
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? '')) throw new Error('This is no address of a web page.');
  location.replace(address);
}
