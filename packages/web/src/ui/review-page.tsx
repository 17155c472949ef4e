import { Button } from '@primer/react';
import type { ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import { EmptyState } from './empty-state.tsx';
import { ErrorState } from './error-state.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { Pager } from './pager.tsx';
import { SearchField } from './search-field.tsx';
import { SettingsPage } from './settings-page.tsx';

type PageInfo = Parameters<typeof Pager>[0]['pageInfo'];
type Change = (next: { text?: string; after?: string | null; before?: string | null }) => void;

type Props = {
  title: string;
  description: string;
  /** Between the title and the search. */
  tabs?: ReactNode;
  actions?: ReactNode;
  search: string;
  text: string;
  change: Change;
  error: unknown;
  onRetry: () => void;
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
  text,
  change,
  error,
  onRetry,
  pageInfo,
  children,
}: Props) {
  return (
    <SettingsPage title={title} description={description} actions={actions}>
      {tabs}
      <SearchField label={search} value={text} onChange={(next) => change({ text: next })} />
      {error ? <ErrorState error={error} onRetry={onRetry} /> : pageInfo ? children : <ListSkeleton />}
      {pageInfo && <Pager pageInfo={pageInfo} onTurn={change} />}
    </SettingsPage>
  );
}

type NothingProps = {
  icon: ReactNode;
  /** Why nothing is here when nothing is filtered, and when something is. */
  words: { empty: string; more: string; filtered: string };
  isFiltered: boolean;
  location: { after: string | null; before: string | null };
  change: Change;
};

/** Says why a list is empty: there is nothing, nothing matches, or this page of it has emptied. */
export function NothingListed({ icon, words, isFiltered, location, change }: NothingProps) {
  if (location.after ?? location.before)
    return (
      <EmptyState
        title={t('list.emptyPage')}
        action={<Button onClick={() => change({})}>{t('list.firstPage')}</Button>}
      />
    );
  return isFiltered ? (
    <EmptyState title={words.filtered} description={t('list.tryOther')} />
  ) : (
    <EmptyState icon={icon} title={words.empty} description={words.more} />
  );
}
