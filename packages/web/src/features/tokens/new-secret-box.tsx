import { useEffect, useRef } from 'react';
import { Banner } from '@primer/react';
import { t } from '../../i18n/t.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { GitExample } from './git-example.tsx';
import styles from './new-secret-box.module.css';
import type { NewSecret } from './tokens-section.tsx';

/** The one time a secret is seen. (TK-2) */
export function NewSecretBox({ newSecret }: { newSecret: NewSecret }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section ref={box} tabIndex={-1} className={styles.box} aria-label={t('tokens.secret.title', { name: newSecret.name })}>
      <Banner variant="success" title={t('tokens.secret.title', { name: newSecret.name })}>
        <Banner.Description>{t('tokens.secret.copyNow')}</Banner.Description>
      </Banner>
      <div className={styles.secretLine}>
        <code className={styles.secret}>{newSecret.secret}</code>
        <CopyButton text={newSecret.secret} label={t('tokens.secret.copy')} />
      </div>
      <GitExample newSecret={newSecret} />
    </section>
  );
}
