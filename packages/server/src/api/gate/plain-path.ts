/** Text that some server behind the gate may take for another path: to be decoded once more, cut off, or turned around. */
const ODD = /%[\da-f]{2}|[\\;\p{Cc}]/iu;

/**
 * The segments of a path as it was sent, each decoded once; null for what two servers could read in two ways: `.` and `..`, empty segments, what is
 * encoded twice, and what is no path of this site. A segment may hold a slash that was sent encoded.
 */
export function plainSegments(path: string): string[] | null {
  if (!path.startsWith('/') || !/^[\x21-\x7e]+$/.test(path) || path.includes('#')) return null;
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    const isOdd = segments
      .flatMap((segment) => segment.split('/'))
      .some((part) => part === '' || part === '.' || part === '..' || ODD.test(part));
    return isOdd ? null : segments;
  } catch {
    return null;
  }
}
