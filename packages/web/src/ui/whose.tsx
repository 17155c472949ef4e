import { Avatar, SkeletonBox } from '@primer/react';
import type { ReactNode } from 'react';
import styles from './whose.module.css';

type Props = {
  login?: string;
  name?: string | null;
  avatarUrl?: string;
  /** In place of a picture, for what has none. */
  mark?: ReactNode;
  caption: string;
  square?: boolean;
};

/** Whose settings these are. Without a login: not known yet. */
export function Whose({ login, name, avatarUrl, mark, caption, square = false }: Props) {
  return (
    <div className={styles.whose}>
      {avatarUrl ? (
        <Avatar src={avatarUrl} size={48} square={square} alt="" />
      ) : (
        (mark ?? <SkeletonBox height="48px" width="48px" />)
      )}
      <div className={styles.words}>
        <div className={styles.name}>{login ? (name ?? login) : <SkeletonBox height="20px" width="160px" />}</div>
        <div className={styles.caption}>{caption}</div>
      </div>
    </div>
  );
}
