import { Banner } from '@primer/react';
import { useEffect, useRef } from 'react';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { Moment } from '../../ui/moment.tsx';
import type { PolicyChange } from './policy-conflict.ts';
import { fieldText, valueText } from './policy-texts.ts';
import styles from './token-policy.module.css';

type Props = {
  changes: readonly PolicyChange[];
  /** What the reader's own edits say, by field; they were kept. */
  edits: Readonly<Record<string, unknown>>;
};

/** What somebody else changed since the policy was read, and what of it the reader is about to replace. It takes the focus. */
export function ConflictNotice({ changes, edits }: Props) {
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => notice.current?.focus(), []);
  return (
    <div ref={notice} tabIndex={-1} className={styles.notice}>
      <Banner
        variant="warning"
        title={t('tokenPolicy.conflict.title')}
        description={
          <>
            <p className={styles.plain}>
              {t(Object.keys(edits).length > 0 ? 'tokenPolicy.conflict.about' : 'tokenPolicy.conflict.nothingLeft')}
            </p>
            <ul className={styles.changes} aria-label={t('tokenPolicy.conflict.list')}>
              {changes.map(({ field, from, to, by, at }) => (
                <li key={`${field} ${at}`}>
                  <RichText
                    message="tokenPolicy.conflict.change"
                    parameters={{
                      field: <strong>{fieldText(field)}</strong>,
                      from: valueText(field, from),
                      to: valueText(field, to),
                      by: by ?? t('tokenPolicy.conflict.system'),
                      at: <Moment at={at} />,
                    }}
                  />
                  {field in edits && <div>{t('tokenPolicy.conflict.yours')}</div>}
                </li>
              ))}
            </ul>
          </>
        }
      />
    </div>
  );
}
