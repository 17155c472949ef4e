import { Heading } from '@primer/react';
import { type ReactNode, useEffect } from 'react';
import { t } from '../i18n/t.ts';
import { ProductMark } from './product-mark.tsx';
import styles from './narrow-page.module.css';

type Props = {
  title: string;
  /** What the browser's tab says, if not the title. */
  tab?: string;
  children: ReactNode;
};

/** A page for people who need not be signed in: the product's mark, a title, and one thing to do. */
export function NarrowPage({ title, tab = t('page.title', { title }), children }: Props) {
  useEffect(() => {
    document.title = tab;
  }, [tab]);
  return (
    <main className={styles.page}>
      <ProductMark size={48} />
      <Heading as="h1" variant="medium" className={styles.title}>
        {title}
      </Heading>
      {children}
    </main>
  );
}

/** What such a page holds, framed. */
export const NarrowBox = ({ children }: { children: ReactNode }) => <div className={styles.box}>{children}</div>;

/** Why what was sent was refused, above the fields. The place is there before the words are, so that they are read aloud. */
export const NarrowProblem = ({ problem }: { problem: string | null | undefined }) => (
  <div role="alert" className={styles.alert}>
    {problem && <p className={styles.problem}>{problem}</p>}
  </div>
);
