import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { TokenStatus } from '../../gql/graphql.ts';
import { RichText } from '../../i18n/rich-text.tsx';
import { t } from '../../i18n/t.ts';
import { AccessSections } from './access-sections.tsx';
import { EditSummaryDialog } from './edit-summary-dialog.tsx';
import { changesSomething, type EditedToken, effectOf, toUpdateInput } from './edited-token.ts';
import { NameFields } from './name-fields.tsx';
import { ReasonField } from './reason-field.tsx';
import { TokenExpiry } from './token-dates.tsx';
import type { OwnerTerms, TokenDraft } from './token-draft.ts';
import { TokenForm } from './token-form.tsx';
import { useTokenDraft } from './use-token-draft.ts';
import { useUpdateFineGrainedToken } from './use-update-fine-grained-token.ts';
import styles from './token-form.module.css';

type Props = {
  token: EditedToken & { expiresAt: string | null; status: TokenStatus };
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
      await navigate(page, { state: { isSaved: true } });
      return;
    }
    setDialog(null);
    problems.refuse(error);
  };

  return (
    <TokenForm
      title={t('tokens.edit.title', { name: token.name })}
      failure={{ title: t('tokens.edit.failed'), reason: problems.failure }}
      submit={t('tokens.edit.review')}
      onSubmit={review}
      back={page}
      outcome={<output className={styles.outcome}>{dialog === 'NOTHING' && t('tokens.edit.nothing')}</output>}
    >
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
      <AccessSections form={form} />
      {effect.asks && <ReasonField form={form} />}
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
    </TokenForm>
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
