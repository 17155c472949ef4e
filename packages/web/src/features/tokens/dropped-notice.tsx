import { Banner } from '@primer/react';
import { t } from '../../i18n/t.ts';
import type { Dropped } from './token-draft.ts';

/** Says what another resource owner took away, so that nothing disappears silently. */
export function DroppedNotice({ dropped, owner }: { dropped: Dropped | null; owner: string }) {
  if (!dropped) return null;
  const losses = [
    dropped.repositories > 0 && t('tokens.dropped.repositories', { count: dropped.repositories }),
    dropped.permissions.length > 0 && t('tokens.dropped.permissions', { permissions: dropped.permissions.join(', ') }),
    dropped.expiry && t('tokens.dropped.expiry', { owner }),
  ].filter((loss) => loss !== false);
  if (losses.length === 0) return null;
  return (
    <div role="status">
      <Banner
        variant="info"
        layout="compact"
        title={t('tokens.dropped.title', { owner })}
        description={losses.join(' ')}
      />
    </div>
  );
}
