import type { NewTokenForm_OwnerFragment } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { AccessSections } from './access-sections.tsx';
import { DroppedNotice } from './dropped-notice.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { NameFields } from './name-fields.tsx';
import { OwnerField } from './owner-field.tsx';
import { ReasonField } from './reason-field.tsx';
import { SummaryDialog } from './summary-dialog.tsx';
import type { TokenDraft } from './token-draft.ts';
import { TokenForm } from './token-form.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
import { useGenerateToken } from './use-generate-token.ts';
import { useTokenDraft } from './use-token-draft.ts';

export const NewTokenForm_owner = graphql(`
  fragment NewTokenForm_owner on ResourceOwner {
    login
    avatarUrl
    isOrganization
    approvalRequired
    maximumLifetimeDays
    deciders {
      id
      login
    }
  }
`);
export type NewTokenOwner = NewTokenForm_OwnerFragment;

type Props = { owners: readonly NewTokenOwner[]; start: { draft: TokenDraft; owner: NewTokenOwner } };

/** Everything a fine-grained token is made of (TK-4); a summary stands between the form and the secret. */
export function NewTokenForm({ owners, start }: Props) {
  const form = useTokenDraft(start);
  const { summaryOpen, generating, review, closeSummary, generate } = useGenerateToken(form);
  const { draft, owner, problems, change } = form;
  const limit = owner.maximumLifetimeDays == null ? null : { days: owner.maximumLifetimeDays, owner: owner.login };

  return (
    <TokenForm
      title={t('tokens.form.title')}
      failure={{ title: t('tokens.form.failed'), reason: problems.failure }}
      submit={t('tokens.form.generate')}
      onSubmit={review}
      back={TOKENS_PATH}
    >
      <NameFields words={draft} caption={t('tokens.form.nameCaption')} problems={problems.texts} onChange={change} />
      <OwnerField form={form} owners={owners} onChoose={form.chooseOwner} />
      <DroppedNotice dropped={form.dropped} owner={owner.login} />
      <ExpiryField
        expiry={draft.expiry}
        limit={limit}
        problem={problems.texts.expiry}
        onChange={(expiry) => change({ expiry }, 'expiry')}
      />
      {owner.approvalRequired && <ReasonField form={form} />}
      <AccessSections form={form} />
      {summaryOpen && (
        <SummaryDialog
          draft={draft}
          owner={owner}
          generating={generating}
          onGenerate={() => void generate()}
          onClose={closeSummary}
        />
      )}
    </TokenForm>
  );
}
