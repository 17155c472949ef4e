import { NavList } from '@primer/react';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation } from 'react-router';
import styles from './settings-layout.module.css';

export type NavigationItem = { title: string; to: string; icon?: ReactNode; counter?: string };
type NavigationGroup = { title?: string; items: readonly NavigationItem[] };

type Props = {
  /** Whose settings these are: avatar and name. */
  whose: ReactNode;
  label: string;
  navigation: readonly NavigationGroup[];
  children: ReactNode;
};

/** Settings with their sidebar, which stands above the page where there is no room beside it. */
export function SettingsLayout({ whose, label, navigation, children }: Props) {
  const { pathname } = useLocation();
  useEffect(() => {
    window.scrollTo(0, 0);
    // Another page begins at its top; the address is the reason, though nothing of it is read here.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [pathname]);
  // A page may stand below another one's address: of all that fit, the longest is the one that is open.
  const current = navigation
    .flatMap(({ items }) => items.map(({ to }) => to))
    .filter((to) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((a, b) => b.length - a.length)[0];
  const item = ({ title, to, icon, counter }: NavigationItem) => (
    <NavList.Item key={to} as={Link} to={to} aria-current={to === current ? 'page' : undefined}>
      {icon && <NavList.LeadingVisual>{icon}</NavList.LeadingVisual>}
      {title}
      {counter && <span className={styles.counter}>{counter}</span>}
    </NavList.Item>
  );
  return (
    <div className={styles.layout}>
      <section className={styles.whose} aria-label={label}>
        {whose}
      </section>
      <div className={styles.columns}>
        <div className={styles.sidebar}>
          <NavList aria-label={label}>
            {navigation.map(({ title, items }) =>
              title ? (
                <NavList.Group key={title} title={title}>
                  {items.map(item)}
                </NavList.Group>
              ) : (
                items.map(item)
              ),
            )}
          </NavList>
        </div>
        <main id="content" tabIndex={-1} className={styles.content}>
          {children}
        </main>
      </div>
    </div>
  );
}
