import { Spinner } from '@primer/react';
import { useEffect, useRef } from 'react';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { leaveFor } from './leave-for.ts';
import { hostOf } from './place.ts';

type Props = {
  /** Where the browser may be sent back to. */
  redirectUri: string;
  /** Where it goes now; null as long as the server makes the code. */
  to: string | null;
};

/** Says that the browser goes back to the App, and has it go. */
export function Leaving({ redirectUri, to }: Props) {
  const left = useRef<string | null>(null);
  const title = t('applications.leaving', { host: hostOf(redirectUri) });
  useEffect(() => {
    document.title = t('page.title', { title });
  }, [title]);
  useEffect(() => {
    // Once, however often this is rendered: a code that comes a second time ends what it was exchanged for.
    if (to === null || left.current === to) return;
    left.current = to;
    leaveFor(to);
  }, [to]);
  return <EmptyState heading="h1" icon={<Spinner size="small" srText={null} />} title={title} />;
}
