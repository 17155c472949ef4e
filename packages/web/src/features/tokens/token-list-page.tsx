import type { TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { KeyIcon } from '@primer/octicons-react';
import { LinkButton } from '@primer/react';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ListSkeleton } from '../../ui/list-skeleton.tsx';
import { SettingsPage } from '../../ui/settings-page.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { NewSecretBox } from './new-secret-box.tsx';
import { useSecretInHand } from './tokens-section.tsx';
import list from '../../ui/list.module.css';

type Listed<Token> = {
  viewer: {
    personalAccessTokens: {
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
      nodes: readonly (Token | null)[];
    } | null;
  };
};

type Props<Token> = {
  query: TypedDocumentNode<Listed<Token>, { after?: string | null }>;
  title: string;
  about: string;
  empty: { title: string; about: string };
  /** The address of the form that makes one. */
  newTokenPath: string;
  /** Null for what has no place in this list. */
  renderRow: (token: Token) => ReactElement | null;
};

/** My tokens of one kind, below the secret of the one just made. */
export function TokenListPage<Token>({ query, title, about, empty, newTokenPath, renderRow }: Props<Token>) {
  const { newSecret } = useSecretInHand();
  const { data, error, fetchMore, refetch } = useQuery(query, {
    fetchPolicy: 'cache-and-network',
  });
  const connection = data?.viewer.personalAccessTokens;
  const rows = connection?.nodes.flatMap((token) => (token && renderRow(token)) ?? []);
  const showMore = () => fetchMore({ variables: { after: connection?.pageInfo.endCursor } });

  return (
    <SettingsPage
      title={title}
      description={about}
      actions={
        <LinkButton as={Link} to={newTokenPath} variant="primary">
          {t('tokens.list.new')}
        </LinkButton>
      }
    >
      {newSecret && <NewSecretBox newSecret={newSecret} />}
      {!rows && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton />)}
      {rows?.length === 0 && <EmptyState icon={<KeyIcon size={24} />} title={empty.title} description={empty.about} />}
      {rows && rows.length > 0 && (
        <ul className={list.list} aria-label={title}>
          {rows}
        </ul>
      )}
      <ShowMore has={connection?.pageInfo.hasNextPage ?? false} label={t('tokens.list.more')} onMore={showMore} />
    </SettingsPage>
  );
}
