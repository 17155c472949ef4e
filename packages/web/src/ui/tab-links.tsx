import { Link } from 'react-router';
import styles from './tab-links.module.css';

type Props = { label: string; tabs: readonly { title: string; to: string; current: boolean }[] };

/** Parts of a page, each at an address of its own. */
export const TabLinks = ({ label, tabs }: Props) => (
  <nav aria-label={label} className={styles.tabs}>
    {tabs.map(({ title, to, current }) => (
      <Link key={to} to={to} className={styles.tab} aria-current={current ? 'page' : undefined}>
        {title}
      </Link>
    ))}
  </nav>
);
