import type { ReactNode } from 'react';
import styles from './plain-page.module.css';

/** A page without a sidebar. */
export const PlainPage = ({ children }: { children: ReactNode }) => (
  <main id="content" tabIndex={-1} className={styles.page}>
    {children}
  </main>
);
