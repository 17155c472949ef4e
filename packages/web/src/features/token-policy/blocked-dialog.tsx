import { Button, Dialog } from '@primer/react';
import { useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { blockedText } from './blocked-text.ts';
import { BlockedTokenRow } from './blocked-token-row.tsx';
import type { BlockedPage } from './blocked-tokens.ts';
import styles from './token-policy.module.css';

type Props = {
  blocked: BlockedPage;
  more: (after: string) => Promise<BlockedPage>;
  /** In which organization each is, where there are several. */
  showsOrganization?: boolean;
  working: boolean;
  onConfirm: () => void;
  onCancel: () => void;
};

/** What a change blocks, before it does. (PO-7) */
export function BlockedDialog({ blocked, more, showsOrganization = false, working, onConfirm, onCancel }: Props) {
  const [{ tokens, next }, setList] = useState(blocked);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const showMore = async (after: string) => {
    setLoading(true);
    setProblem(null);
    try {
      const page = await more(after);
      setList((list) => ({ ...page, tokens: [...list.tokens, ...page.tokens] }));
    } catch (error) {
      setProblem(describeError(error).message);
    }
    setLoading(false);
  };
  // What is under way cannot be called back, and its outcome has to be seen.
  const cancel = () => {
    if (!working) onCancel();
  };
  return (
    <Dialog
      title={blockedText(blocked)}
      subtitle={t('tokenPolicy.blocked.about')}
      width="xlarge"
      onClose={cancel}
      footerButtons={[
        { content: t('common.cancel'), onClick: cancel, autoFocus: true },
        { content: t('tokenPolicy.blocked.confirm'), buttonType: 'danger', loading: working, onClick: onConfirm },
      ]}
    >
      {blocked.blockedClassicTokenCount > 0 && (
        <p className={styles.muted}>{t('tokenPolicy.blocked.classic', { count: blocked.blockedClassicTokenCount })}</p>
      )}
      {tokens.length > 0 && (
        <ul className={styles.blocked} aria-label={t('tokenPolicy.blocked.list')}>
          {tokens.map((token) => (
            <BlockedTokenRow key={token.grantDatabaseId} token={token} showsOrganization={showsOrganization} />
          ))}
        </ul>
      )}
      <div role="alert">{problem && <p className={styles.problem}>{problem}</p>}</div>
      {next !== null && (
        <Button block loading={loading} onClick={() => void showMore(next)}>
          {t('tokenPolicy.blocked.more')}
        </Button>
      )}
      <Announce>{t('tokenPolicy.blocked.shown', { count: tokens.length })}</Announce>
    </Dialog>
  );
}
