import { useSearchParams } from 'react-router';
import { t } from '../../i18n/t.ts';
import { TabLinks } from '../../ui/tab-links.tsx';

/** What waits, and what is closed. */
export function RequestTabs() {
  const [search] = useSearchParams();
  const isClosed = search.get('tab') === 'closed';
  return (
    <TabLinks
      label={t('tokenRequests.tabs')}
      tabs={[
        { title: t('tokenRequests.tab.pending'), to: '?', current: !isClosed },
        { title: t('tokenRequests.tab.closed'), to: '?tab=closed', current: isClosed },
      ]}
    />
  );
}
