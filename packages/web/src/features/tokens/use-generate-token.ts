import { useState } from 'react';
import { useNavigate } from 'react-router';
import { toCreateInput } from './to-create-input.ts';
import { TOKENS_PATH, useSecretInHand } from './tokens-section.tsx';
import { useCreateFineGrainedToken } from './use-create-fine-grained-token.ts';
import type { DraftForm } from './use-token-draft.ts';

/** From the form to the secret: check, summary, generate; or back to the first field that is wrong. */
export function useGenerateToken({ draft, owner, check, problems }: DraftForm) {
  const navigate = useNavigate();
  const { showOnce } = useSecretInHand();
  const [create, { loading: generating }] = useCreateFineGrainedToken();
  const [summaryOpen, setSummaryOpen] = useState(false);

  const review = () => {
    if (problems.passes(check())) setSummaryOpen(true);
  };

  const generate = async () => {
    const { data, error } = await create({ variables: { input: toCreateInput(draft, owner) } });
    if (data) {
      const { secret, token } = data.createFineGrainedToken;
      showOnce({
        secret,
        name: token.name,
        cloneUrl: token.repositories.nodes[0]?.cloneUrl ?? null,
        ownerLogin: owner.login,
        userLogin: token.user.login,
      });
      await navigate(TOKENS_PATH, { replace: true });
      return;
    }
    setSummaryOpen(false);
    problems.refuse(error);
  };

  return { summaryOpen, generating, review, closeSummary: () => setSummaryOpen(false), generate };
}
