import { CheckCircleIcon } from '@primer/octicons-react';
import { useEffect, useRef } from 'react';
import { t } from '../../i18n/t.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { GitExample } from './git-example.tsx';
import type { NewSecret } from './tokens-section.tsx';
import styles from './new-secret-box.module.css';

/** The one time a secret is seen. (TK-2) */
export function NewSecretBox({ newSecret }: { newSecret: NewSecret }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section
      ref={box}
      tabIndex={-1}
      className={styles.box}
      aria-label={t('tokens.secret.title', { name: newSecret.name })}
    >
      <h2 className={styles.title}>
        <CheckCircleIcon /> {t('tokens.secret.title', { name: newSecret.name })}
      </h2>
      <p className={styles.about}>{t('tokens.secret.copyNow')}</p>
      <div className={styles.secretLine}>
        <code className={styles.secret}>{newSecret.secret}</code>
        <CopyButton text={newSecret.secret} label={t('tokens.secret.copy')} />
      </div>
      <GitExample newSecret={newSecret} />
    </section>
  );
}
