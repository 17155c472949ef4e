import { Avatar, SkeletonBox } from '@primer/react';
import styles from './whose.module.css';

type Props = { login?: string; name?: string | null; avatarUrl?: string; caption: string; square?: boolean };

/** Whose settings these are. Without a login: not known yet. */
export function Whose({ login, name, avatarUrl, caption, square = false }: Props) {
  return (
    <div className={styles.whose}>
      {avatarUrl ? (
        <Avatar src={avatarUrl} size={48} square={square} alt="" />
      ) : (
        <SkeletonBox height="48px" width="48px" />
      )}
      <div className={styles.words}>
        <div className={styles.name}>{login ? (name ?? login) : <SkeletonBox height="20px" width="160px" />}</div>
        <div className={styles.caption}>{caption}</div>
      </div>
    </div>
  );
}
