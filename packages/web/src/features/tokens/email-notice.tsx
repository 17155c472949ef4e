import { Banner } from '@primer/react';
import { t } from '../../i18n/t.ts';
import styles from './token-form.module.css';

/** Why no token can be made yet. (TK-1) */
export const EmailNotice = () => (
  <Banner
    variant="warning"
    title={t('tokens.form.emailTitle')}
    description={t('tokens.form.email')}
    className={styles.notice}
  />
);
