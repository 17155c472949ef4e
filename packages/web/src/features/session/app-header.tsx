import { Avatar } from '@primer/react';
import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { ProductMark } from '../../ui/product-mark.tsx';
import styles from './app-header.module.css';
import { useViewer } from './use-viewer.ts';

const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }));

/** The bar on every page: the product, and the menu of who is signed in. */
export function AppHeader() {
  const viewer = useViewer();
  return (
    <header className={styles.header}>
      <a className={styles.skip} href="#content">
        {t('page.skipToContent')}
      </a>
      <Link to="/" className={styles.product}>
        <ProductMark />
        {t('product.name')}
      </Link>
      {viewer && (
        <Suspense fallback={<Avatar src={viewer.avatarUrl} size={32} alt="" />}>
          <AccountMenu login={viewer.login} avatarUrl={viewer.avatarUrl} />
        </Suspense>
      )}
    </header>
  );
}
