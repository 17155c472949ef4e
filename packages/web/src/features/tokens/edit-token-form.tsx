import { Button, LinkButton } from '@primer/react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { EditSummaryDialog } from './edit-summary-dialog.tsx';
import { changesSomething, type EditedToken, effectOf, toUpdateInput } from './edited-token.ts';
import { FormFailure } from './form-failure.tsx';
import { NameFields } from './name-fields.tsx';
import { ReasonField } from './reason-field.tsx';
import { RepositoryAccess } from './repository-access.tsx';
import { TokenExpiry } from './token-dates.tsx';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';
import { TokenPermissions } from './token-permissions.tsx';
import { useTokenDraft } from './use-token-draft.ts';
import { useUpdateFineGrainedToken } from './use-update-fine-grained-token.ts';
import styles from './token-form.module.css';

type Props = {
  token: EditedToken & { expiresAt: string | null; status: 'ACTIVE' };
  owner: OwnerTerms & { deciders: readonly { login: string }[] };
  /** The address of the token's page. */
  page: string;
};

/** What of a token may be another, with the rest said beside it; a summary stands between the form and the change. (TK-11) */
export function EditTokenForm({ token, owner, page }: Props) {
  const form = useTokenDraft({ draft: draftOf(token, owner), owner });
  const { draft, problems, change } = form;
  const [dialog, setDialog] = useState<'OPEN' | 'NOTHING' | null>(null);
  const [update, { loading }] = useUpdateFineGrainedToken();
  const navigate = useNavigate();
  const effect = effectOf(token, draft, owner);

  const review = () => {
    if (problems.passes(form.check())) setDialog(changesSomething(effect) ? 'OPEN' : 'NOTHING');
  };
  const save = async () => {
    if (loading) return;
    const { data, error } = await update({ variables: { input: toUpdateInput(token, draft, owner) } });
    if (data) {
      await navigate(page);
      return;
    }
    setDialog(null);
    problems.refuse(error);
  };

  return (
    <form
      noValidate
      className={styles.form}
      aria-label={t('tokens.edit.title', { name: token.name })}
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <FormFailure title={t('tokens.edit.failed')} failure={problems.failure} />
      <NameFields words={draft} caption={t('tokens.form.nameCaption')} problems={problems.texts} onChange={change} />
      <div className={styles.together}>
        <p className={styles.caption}>
          <RichText message="tokens.edit.fixedOwner" parameters={{ owner: <strong>{owner.login}</strong> }} />
        </p>
        <p className={styles.caption}>
          <TokenExpiry token={token} />
          {'. '}
          <RichText
            message="tokens.edit.fixedExpiry"
            parameters={{ regenerate: <Link to={`${page}/regenerate`}>{t('tokens.edit.regenerateIt')}</Link> }}
          />
        </p>
      </div>
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
      {effect.asks && <ReasonField form={form} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary">
          {t('tokens.edit.review')}
        </Button>
        <LinkButton as={Link} to={page}>
          {t('common.cancel')}
        </LinkButton>
        <output className={styles.outcome}>{dialog === 'NOTHING' && t('tokens.edit.nothing')}</output>
      </div>
      {dialog === 'OPEN' && (
        <EditSummaryDialog
          token={token}
          effect={effect}
          owner={owner}
          saving={loading}
          onSave={() => void save()}
          onClose={() => setDialog(null)}
        />
      )}
    </form>
  );
}

/** The expiry is no part of an edit, so none of the draft's can be wrong. */
const draftOf = ({ name, description, wanted }: EditedToken, owner: OwnerTerms): TokenDraft => ({
  name,
  description,
  resourceOwner: owner.login,
  expiry: { kind: 'never' },
  reason: '',
  repositorySelection: wanted.repositorySelection,
  repositories: [...wanted.repositories],
  permissions: wanted.permissions,
});
