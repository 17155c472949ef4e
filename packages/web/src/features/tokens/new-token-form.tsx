import { Button, LinkButton } from '@primer/react';
import { Link } from 'react-router';
import type { NewTokenForm_OwnerFragment } from '../../gql/graphql.ts';
import { graphql } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { DroppedNotice } from './dropped-notice.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { FormFailure } from './form-failure.tsx';
import { NameFields } from './name-fields.tsx';
import { OwnerField } from './owner-field.tsx';
import { ReasonField } from './reason-field.tsx';
import { RepositoryAccess } from './repository-access.tsx';
import { SummaryDialog } from './summary-dialog.tsx';
import type { TokenDraft } from './token-draft.ts';
import { TokenPermissions } from './token-permissions.tsx';
import { TOKENS_PATH } from './tokens-section.tsx';
import { useGenerateToken } from './use-generate-token.ts';
import { useTokenDraft } from './use-token-draft.ts';
import styles from './token-form.module.css';

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
    <form
      noValidate
      className={styles.form}
      aria-label={t('tokens.form.title')}
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
    >
      <FormFailure title={t('tokens.form.failed')} failure={problems.failure} />
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
      <div className={styles.buttons}>
        <Button type="submit" variant="primary">
          {t('tokens.form.generate')}
        </Button>
        <LinkButton as={Link} to={TOKENS_PATH}>
          {t('common.cancel')}
        </LinkButton>
      </div>
      {summaryOpen && (
        <SummaryDialog
          draft={draft}
          owner={owner}
          generating={generating}
          onGenerate={() => void generate()}
          onClose={closeSummary}
        />
      )}
    </form>
  );
}
