import { t } from '../../i18n/t.ts';
import { RepositoryAccess } from './repository-access.tsx';
import { TokenPermissions } from './token-permissions.tsx';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

/** What a fine-grained token reaches, and what it may do there. (TK-4) */
export const AccessSections = ({ form }: { form: DraftForm }) => (
  <>
    <section className={styles.section} aria-labelledby="token-repository-access">
      <h2 id="token-repository-access" className={styles.sectionTitle}>
        {t('tokens.form.repositoryAccess')}
      </h2>
      <RepositoryAccess form={form} />
    </section>
    <section className={styles.section} aria-labelledby="token-permissions-title">
      <h2 id="token-permissions-title" className={styles.sectionTitle}>
        {t('tokens.permissions.title')}
      </h2>
      <TokenPermissions form={form} />
    </section>
  </>
);
