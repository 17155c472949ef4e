import { Button } from '@primer/react';
import type { ReactNode } from 'react';
import { describeError } from '../apollo/describe-error.ts';
import { t } from '../i18n/t.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { Pager } from './pager.tsx';
import { SearchField } from './search-field.tsx';
import { SettingsPage } from './settings-page.tsx';

type PageInfo = Parameters<typeof Pager>[0]['pageInfo'];
type Place = { text: string; after: string | null; before: string | null };
type Change = (next: Partial<Place>) => void;

type Props = {
  title: string;
  description: string;
  /** Between the title and the search. */
  tabs?: ReactNode;
  actions?: ReactNode;
  search: string;
  location: Place;
  change: Change;
  error: unknown;
  onRetry: () => void;
  /** What else than the search narrows the list: it stands here where there is no list to hold it. */
  filters: ReactNode;
  /** Of the list; undefined until it is read. */
  pageInfo: PageInfo | undefined;
  /** The list, once it is read. */
  children: ReactNode;
};

/** A page with a list that is searched and turned. */
export function ReviewPage({
  title,
  description,
  tabs,
  actions,
  search,
  location,
  change,
  error,
  onRetry,
  filters,
  pageInfo,
  children,
}: Props) {
  const isLost = isLostPage(location, error);
  return (
    <SettingsPage title={title} description={description} actions={actions}>
      {tabs}
      <SearchField label={search} value={location.text} onChange={(next) => change({ text: next })} />
      {isLost && (
        <>
          {filters}
          <EmptyPage change={change} />
        </>
      )}
      {!isLost && (error ? <ErrorState error={error} onRetry={onRetry} /> : pageInfo ? children : <ListSkeleton />)}
      {!isLost && pageInfo && <Pager pageInfo={pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}

/** Whether the cursor in the address is none that the server knows: it was cut, or mended by hand. */
export const isLostPage = ({ after, before }: Omit<Place, 'text'>, error: unknown): boolean =>
  Boolean(after ?? before) && describeError(error).code === 'INVALID';

const EmptyPage = ({ change }: { change: Change }) => (
  <EmptyState title={t('list.emptyPage')} action={<Button onClick={() => change({})}>{t('list.firstPage')}</Button>} />
);

type NothingProps = {
  icon: ReactNode;
  /** Why nothing is here when nothing is filtered, and when something is. */
  words: { empty: string; more: string; filtered: string };
  isFiltered: boolean;
  location: Omit<Place, 'text'>;
  change: Change;
};

/** Says why a list is empty: there is nothing, nothing matches, or this page of it has emptied. */
export function NothingListed({ icon, words, isFiltered, location, change }: NothingProps) {
  if (location.after ?? location.before) return <EmptyPage change={change} />;
  return isFiltered ? (
    <EmptyState title={words.filtered} description={t('list.tryOther')} />
  ) : (
    <EmptyState icon={icon} title={words.empty} description={words.more} />
  );
}
