import { CheckCircleIcon } from '@primer/octicons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { CopyButton } from './copy-button.tsx';
import styles from './secret-box.module.css';

type Props = {
  title: string;
  about: string;
  secret: string;
  /** Names the button that copies it. */
  copy: string;
  /** What else can be done with it. */
  children?: ReactNode;
};

/** The one time a secret is seen. It takes the focus. (TK-2) */
export function SecretBox({ title, about, secret, copy, children }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <section ref={box} tabIndex={-1} className={styles.box} aria-label={title}>
      <h2 className={styles.title}>
        <CheckCircleIcon /> {title}
      </h2>
      <p className={styles.about}>{about}</p>
      <div className={styles.secretLine}>
        <code className={styles.secret}>{secret}</code>
        <CopyButton text={secret} label={copy} />
      </div>
      {children}
    </section>
  );
}
