import { Avatar } from '@primer/react';
import type { ReactNode } from 'react';
import styles from './avatar-list.module.css';

type ListProps = { label: string; children: ReactNode };

/** People, organizations or enterprises below each other. */
export const AvatarList = ({ label, children }: ListProps) => (
  <ul className={styles.list} aria-label={label}>
    {children}
  </ul>
);

type RowProps = {
  login: string;
  name?: string | null;
  /** A picture, or what stands for one. */
  picture: { url: string; square?: boolean } | ReactNode;
  /** What stands at the right: a role, a link. */
  children?: ReactNode;
};

/** One of them: picture, login and name. */
export const AvatarRow = ({ login, name, picture, children }: RowProps) => (
  <li className={styles.row}>
    {isAvatar(picture) ? <Avatar src={picture.url} alt="" size={32} square={picture.square} /> : picture}
    <div className={styles.names}>
      <strong>{login}</strong>
      {name && <span className={styles.name}>{name}</span>}
    </div>
    {children}
  </li>
);

const isAvatar = (picture: RowProps['picture']): picture is { url: string; square?: boolean } =>
  typeof picture === 'object' && picture !== null && 'url' in picture;
