import { useEffect, useRef } from 'react';

const SOON = 2_000;
const SELDOM = 60_000;
const A_MINUTE = 60_000;

/**
 * Looks again while something is under way: for a minute soon, then ever more seldom, since a delivery may be tried for hours; not at all while nobody
 * sees the page.
 */
export function useLookAgain(isWaiting: boolean, look: () => Promise<unknown>) {
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  }, [look]);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const begun = Date.now();
    let wait = SOON;
    let timer: ReturnType<typeof setTimeout>;
    const again = () => {
      timer = setTimeout(() => {
        if (!document.hidden) latest.current().catch(() => {});
        if (Date.now() - begun > A_MINUTE) wait = Math.min(wait * 1.5, SELDOM);
        again();
      }, wait);
    };
    again();
    return () => clearTimeout(timer);
  }, [isWaiting]);
}
