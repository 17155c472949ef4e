import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { checkExpiry, checkWords } from './check-draft.ts';
import type { Field } from './check-draft.ts';
import { ClassicPolicyNotice } from './classic-policy-notice.tsx';
import type { ClassicPolicyNotice_viewer } from './classic-policy-notice.tsx';
import { ClassicScopesField } from './classic-scopes-field.tsx';
import { ExpiryField } from './expiry-field.tsx';
import { defaultExpiry, expiryInput } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { NameFields } from './name-fields.tsx';
import { TokenForm } from './token-form.tsx';
import { CLASSIC_TOKENS_PATH, useSecretInHand } from './tokens-section.tsx';
import { useCreateClassicToken } from './use-create-classic-token.ts';
import { useFormProblems } from './use-form-problems.ts';

type Draft = { name: string; description: string; expiry: Expiry; scopes: readonly string[] };
const EMPTY: Draft = { name: '', description: '', expiry: defaultExpiry(null), scopes: [] };

type Props = { viewer: FragmentType<typeof ClassicPolicyNotice_viewer> };

/** Everything a classic token is made of (TK-7), and what the policies of my organizations say to it meanwhile. */
export function NewClassicTokenForm({ viewer }: Props) {
  const [draft, setDraft] = useState(EMPTY);
  const problems = useFormProblems();
  const navigate = useNavigate();
  const { showOnce } = useSecretInHand();
  const [create, { loading }] = useCreateClassicToken();

  const change = (part: Partial<Draft>, field: Field) => {
    setDraft((current) => ({ ...current, ...part }));
    problems.mend(field);
  };

  const generate = async () => {
    if (loading || !problems.passes({ ...checkWords(draft), ...checkExpiry(draft.expiry, null, Date.now()) })) return;
    const description = draft.description.trim();
    const { data, error } = await create({
      variables: {
        input: {
          name: draft.name.trim(),
          ...(description && { description }),
          ...expiryInput(draft.expiry),
          scopes: [...draft.scopes],
        },
      },
    });
    if (!data) return problems.refuse(error);
    const { secret, token } = data.createClassicToken;
    showOnce({ secret, name: token.name, cloneUrl: null, ownerLogin: null, userLogin: token.user.login });
    await navigate(CLASSIC_TOKENS_PATH, { replace: true });
  };

  return (
    <TokenForm
      title={t('classicTokens.form.title')}
      failure={{ title: t('tokens.form.failed'), reason: problems.failure }}
      submit={t('tokens.form.generate')}
      submitting={loading}
      onSubmit={() => void generate()}
      back={CLASSIC_TOKENS_PATH}
    >
      <NameFields
        words={draft}
        caption={t('classicTokens.form.nameCaption')}
        problems={problems.texts}
        onChange={change}
      />
      <ExpiryField
        expiry={draft.expiry}
        limit={null}
        problem={problems.texts.expiry}
        onChange={(expiry) => change({ expiry }, 'expiry')}
      />
      <ClassicPolicyNotice viewer={viewer} expiry={draft.expiry} />
      <ClassicScopesField
        chosen={draft.scopes}
        problem={problems.texts.scopes}
        onChange={(scopes) => change({ scopes }, 'scopes')}
      />
    </TokenForm>
  );
}
