import type { ReactNode } from 'react';
import styles from './facts.module.css';

export type Fact = { term: string; text: ReactNode };

/** Short facts side by side, each under its name. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={styles.facts}>
    {facts.map(({ term, text }) => (
      <div key={term}>
        <dt className={styles.term}>{term}</dt>
        <dd className={styles.text}>{text}</dd>
      </div>
    ))}
  </dl>
);
