import { t } from '../../i18n/t.ts';
import type { NewSecret } from './tokens-section.tsx';
import styles from './git-example.module.css';

/** How git is told about the token: as the password it asks for, never inside the address. (GT-1) */
export function GitExample({ newSecret }: { newSecret: NewSecret }) {
  const address = new URL(
    newSecret.cloneUrl ?? `/git/${newSecret.ownerLogin ?? 'OWNER'}/REPOSITORY.git`,
    window.location.origin,
  );
  address.username = newSecret.userLogin;
  const prompt = t('tokens.secret.prompt', { address: `'${address.protocol}//${address.username}@${address.host}'` });
  return (
    <>
      <p className={styles.about}>{t('tokens.secret.git')}</p>
      <pre className={styles.example}>{`git clone ${address.href}\n${prompt}`}</pre>
    </>
  );
}
