import { AlertIcon } from '@primer/octicons-react';
import { useEffect } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';

/** Why the browser stays here: of an App that is none, or a place that is not its own, it is sent nowhere. (AP-7) */
export function Stopped({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { code, message } = describeError(error);
  // On the way to sign in.
  if (code === 'UNAUTHENTICATED') return <ListSkeleton />;
  if (code === 'NOT_FOUND') return <NoApp />;
  if (code !== 'INVALID') return <ErrorState error={error} onRetry={onRetry} />;
  return <Told title={t('applications.stopped.invalid')} why={message} />;
}

/** No App is named, or none has that client id. */
export const NoApp = () => (
  <Told title={t('applications.stopped.unknown')} why={t('applications.stopped.unknownAbout')} />
);

function Told({ title, why }: { title: string; why: string }) {
  useEffect(() => {
    document.title = t('page.title', { title });
  }, [title]);
  return (
    <EmptyState
      heading="h1"
      icon={<AlertIcon size={24} />}
      title={title}
      description={`${why} ${t('applications.stopped.stays')}`}
    />
  );
}
