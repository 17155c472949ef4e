import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

type Props = {
  heading?: 'h1' | 'h2' | 'h3';
  icon?: ReactNode;
  title: string;
  description?: ReactNode;
  action?: ReactNode;
};

/** Says why there is nothing here, and what one can do about it. */
export function EmptyState({ heading: Heading = 'h2', icon, title, description, action }: Props) {
  return (
    <div className={styles.state}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <Heading className={styles.title}>{title}</Heading>
      {description && <p className={styles.description}>{description}</p>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
