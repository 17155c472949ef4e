import { Button } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { useTokenRequestsChanges } from './use-token-requests-changes.ts';
import styles from './token-requests-page.module.css';

type Props = { organization: string; listed: readonly string[]; onRefresh: () => void };

/** Says that more waits than is shown; the list itself does not move under the reader's hand. */
export function NewRequests({ organization, listed, onRefresh }: Props) {
  const { news, forget } = useTokenRequestsChanges(organization, listed);
  const refresh = () => {
    forget();
    onRefresh();
  };
  return (
    <output className={news.length > 0 ? styles.news : undefined}>
      {news.length > 0 && (
        <>
          {t('tokenRequests.new', { count: news.length })}
          <Button size="small" onClick={refresh}>
            {t('tokenRequests.refresh')}
          </Button>
        </>
      )}
    </output>
  );
}
