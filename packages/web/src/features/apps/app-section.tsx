import { Heading } from '@primer/react';
import { type ReactNode, useId } from 'react';
import styles from './apps.module.css';

type Props = { title: string; about?: string; actions?: ReactNode; children: ReactNode };

/** A part of an App's page, with its title and what can be done in it. */
export function AppSection({ title, about, actions, children }: Props) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <Heading as="h2" variant="small" id={id}>
          {title}
        </Heading>
        {actions}
      </div>
      {about && <p className={styles.about}>{about}</p>}
      {children}
    </section>
  );
}
