import { useId } from 'react';
import styles from './webhooks.module.css';

/** A text from a machine, under its title. It scrolls, so the keyboard can reach it. */
export function TextBlock({ title, text }: { title: string; text: string }) {
  const id = useId();
  return (
    <div>
      <div id={id} className={styles.blockTitle}>
        {title}
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached without a mouse */}
      <section className={styles.block} tabIndex={0} aria-labelledby={id}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
