import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { FIELDS, placeServerProblems } from './check-draft.ts';
import type { Field } from './check-draft.ts';
import { FAILURE_ID, FIELD_IDS } from './field-ids.ts';
import { toCreateInput } from './to-create-input.ts';
import { TOKENS_PATH, useSecretInHand } from './tokens-section.tsx';
import { useCreateFineGrainedToken } from './use-create-fine-grained-token.ts';
import type { DraftForm } from './use-token-draft.ts';

/** From the form to the secret: check, summary, generate; or back to the first field that is wrong. */
export function useGenerateToken({ draft, owner, check, showProblems }: DraftForm) {
  const navigate = useNavigate();
  const { showOnce } = useSecretInHand();
  const [create, { loading: generating }] = useCreateFineGrainedToken();
  const [summaryOpen, setSummaryOpen] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [refused, setRefused] = useState<Partial<Record<Field, string>>>({});

  // After the dialog is gone: it gives the focus back to the button that opened it.
  useEffect(() => {
    const first = FIELDS.find((field) => refused[field]);
    document.getElementById(first ? FIELD_IDS[first] : FAILURE_ID)?.focus();
  }, [refused]);

  const refuse = (problems: typeof refused, message: string | null) => {
    setSummaryOpen(false);
    setFailure(message);
    showProblems(problems);
    setRefused(problems);
  };

  const review = () => {
    const found = Object.entries(check()).map(([field, problem]) => [field, t(`tokens.problem.${problem}`)]);
    if (found.length > 0) return refuse(Object.fromEntries(found), null);
    setFailure(null);
    setSummaryOpen(true);
  };

  const generate = async () => {
    const { data, error } = await create({ variables: { input: toCreateInput(draft, owner) } });
    if (data) {
      const { secret, token } = data.createFineGrainedToken;
      showOnce({
        secret,
        databaseId: token.databaseId,
        name: token.name,
        cloneUrl: token.repositories.nodes[0]?.cloneUrl ?? null,
        ownerLogin: owner.login,
        userLogin: token.user.login,
      });
      await navigate(TOKENS_PATH, { replace: true });
      return;
    }
    const { message, fields } = describeError(error);
    const { problems: placed, rest } = placeServerProblems(fields);
    const told = Object.keys(placed).length > 0 && rest.length === 0;
    refuse(placed, told ? null : [message, ...rest].join(' '));
  };

  return { summaryOpen, generating, failure, review, closeSummary: () => setSummaryOpen(false), generate };
}
