import { Banner } from '@primer/react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import styles from './token-form.module.css';

/** Why no token can be made yet. (TK-1) */
export const EmailNotice = () => (
  <Banner
    variant="warning"
    title={t('tokens.form.emailTitle')}
    description={
      <>
        {t('tokens.form.email')} <Link to="/settings/emails">{t('tokens.form.emailLink')}</Link>
      </>
    }
    className={styles.notice}
  />
);
