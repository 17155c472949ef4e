import { Avatar } from '@primer/react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { ProductMark } from '../../ui/product-mark.tsx';
import { useViewer } from './use-viewer.ts';
import styles from './app-header.module.css';

const AccountMenu = lazy(async () => ({ default: (await import('./account-menu.tsx')).AccountMenu }));

/** The bar on every page: the product, and the menu of who is signed in. The menu's code is loaded on the first click. */
export function AppHeader() {
  const viewer = useViewer();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const show = () => {
    setOpen(!open);
    setWasOpened(true);
  };
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
        <button
          ref={anchor}
          type="button"
          className={styles.avatar}
          aria-label={t('session.accountMenu', { login: viewer.login })}
          aria-haspopup="true"
          aria-expanded={open}
          onClick={show}
        >
          <Avatar src={viewer.avatarUrl} size={32} alt="" />
        </button>
      )}
      {viewer && wasOpened && (
        <Suspense>
          <AccountMenu login={viewer.login} anchor={anchor} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </header>
  );
}
