import type { Level } from '@countersign/schema';
import { useState } from 'react';
import { checkDraft } from './check-draft.ts';
import type { Field } from './check-draft.ts';
import { withOwner, withPermission } from './token-draft.ts';
import type { Dropped, OwnerTerms, TokenDraft } from './token-draft.ts';
import { useFormProblems } from './use-form-problems.ts';

/** The draft in the form, the owner it is for, what is wrong with it, and what the last change of owner dropped. */
export function useTokenDraft<Owner extends OwnerTerms>(start: { draft: TokenDraft; owner: Owner }) {
  const [draft, setDraft] = useState(start.draft);
  const [owner, setOwner] = useState(start.owner);
  const [dropped, setDropped] = useState<Dropped | null>(null);
  const problems = useFormProblems();

  return {
    draft,
    owner,
    dropped,
    problems,
    check: () => checkDraft(draft, owner, Date.now()),

    /** Changes some of the draft; the complaint about `field` has had its effect and goes. */
    change: (part: Partial<TokenDraft>, field: Field) => {
      setDraft((current) => ({ ...current, ...part }));
      problems.mend(field);
    },
    choosePermission: (key: string, level: Level | null) => {
      setDraft((current) => withPermission(current, key, level));
      problems.mend('permissions');
    },
    chooseOwner: (next: Owner) => {
      const moved = withOwner(draft, next, Date.now());
      setOwner(next);
      setDraft(moved.draft);
      setDropped(moved.dropped);
      problems.clear();
    },
  };
}

/** What the parts of the form are given: everything but the choice of owner, which is for the owner's type. */
export type DraftForm = Omit<ReturnType<typeof useTokenDraft<OwnerTerms>>, 'chooseOwner'>;
