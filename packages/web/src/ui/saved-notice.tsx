import { CheckIcon } from '@primer/octicons-react';
import styles from './saved-notice.module.css';

/** Says beside its button that a form was saved; read aloud as it appears. Keep it mounted. */
export const SavedNotice = ({ children }: { children: string }) => (
  <output aria-live="polite" className={styles.saved}>
    {children && <CheckIcon />} {children}
  </output>
);
