import { Banner } from '@primer/react';
import { formatList } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import type { Dropped } from './token-draft.ts';

/** Says what another resource owner took away, so that nothing disappears silently. */
export function DroppedNotice({ dropped, owner }: { dropped: Dropped | null; owner: string }) {
  const losses = dropped ? lossesOf(dropped, owner) : '';
  return (
    <>
      <Announce>{losses}</Announce>
      {losses && (
        <Banner variant="info" layout="compact" title={t('tokens.dropped.title', { owner })} description={losses} />
      )}
    </>
  );
}

const lossesOf = ({ repositories, permissions, expiry }: Dropped, owner: string) =>
  [
    repositories > 0 && t('tokens.dropped.repositories', { count: repositories }),
    permissions.length > 0 && t('tokens.dropped.permissions', { permissions: formatList(permissions) }),
    expiry && t('tokens.dropped.expiry', { owner }),
  ]
    .filter((loss) => loss !== false)
    .join(' ');
