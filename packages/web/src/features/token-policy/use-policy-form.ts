import { useEffect, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import type { BlockedPage } from './blocked-tokens.ts';
import { conflictIn, type PolicyChange } from './policy-conflict.ts';

/** A policy as it was read, with what the form may do to it. */
export type PolicyTerms<Draft> = {
  version: number;
  draft: Draft;
  /** What is fixed above and is not this form's to change. */
  locked: readonly string[];
};

export type PolicyCalls<Terms extends PolicyTerms<object>> = {
  /** What the changes would block, and the page of the list after the cursor. */
  preview: (changes: Partial<Terms['draft']>, after: string | null) => Promise<BlockedPage>;
  save: (changes: Partial<Terms['draft']>, version: number) => Promise<Terms>;
  refresh: () => Promise<Terms>;
};

type Options<Terms extends PolicyTerms<object>> = {
  /** The policy as the page has it now. */
  current: Terms;
  /** What the form can see for itself to be wrong, by field. */
  check: (draft: Terms['draft'], terms: Terms) => Record<string, string>;
  calls: PolicyCalls<Terms>;
};

export const FAILURE_ID = 'policy-failure';
export const fieldId = (field: string) => `policy-${field}`;

/**
 * Edits of a policy on top of the version that was read, until they are saved: checked, previewed (PO-7), confirmed where they block
 * something, and kept when somebody else was faster.
 */
export function usePolicyForm<Terms extends PolicyTerms<object>>({ current, check, calls }: Options<Terms>) {
  type Draft = Terms['draft'];
  type Changes = Partial<Draft>;
  // While something is edited the policy stays as it was read: what changes meanwhile is told at the save, and not overwritten unseen.
  const [held, setHeld] = useState<{ terms: Terms; edits: Changes } | null>(null);
  const [stage, setStage] = useState<'IDLE' | 'PREVIEWING' | 'SAVING'>('IDLE');
  const [asked, setAsked] = useState<{ blocked: BlockedPage; changes: Changes; version: number } | null>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [conflict, setConflict] = useState<PolicyChange[] | null>(null);
  const [saves, setSaves] = useState(0);
  const [discards, setDiscards] = useState(0);
  const [isSavedShown, setSavedShown] = useState(false);
  const [refused, setRefused] = useState<readonly string[] | null>(null);

  const terms = held?.terms ?? current;
  const draft: Draft = { ...terms.draft, ...held?.edits };
  const changes = changesOf<Draft>(terms, held?.edits ?? {});

  // After the dialog is gone: it gives the focus back to the button that opened it.
  useEffect(() => {
    if (refused) focusFirst(refused);
  }, [refused]);

  const edit = (next: Changes) => {
    setHeld({ terms, edits: { ...held?.edits, ...next } });
    setProblems((shown) => Object.fromEntries(Object.entries(shown).filter(([field]) => !(field in next))));
    setSavedShown(false);
  };
  const discard = () => {
    setHeld(null);
    setDiscards((count) => count + 1);
    setProblems({});
    setFailure(null);
    setConflict(null);
  };
  /** A change of the policy that was made beside this form, by its own reader: nobody needs to be told of it. */
  const follow = (next: Terms) =>
    setHeld((now) => (now?.terms.version === next.version - 1 ? { terms: next, edits: now.edits } : now));
  const refuse = (fields: Record<string, string>, message: string | null) => {
    setStage('IDLE');
    setAsked(null);
    setProblems(fields);
    setFailure(message);
    setRefused(Object.keys(fields));
  };
  const refuseFor = (thrown: unknown, wanted: Changes) => {
    const { message, fields } = describeError(thrown);
    const known = Object.fromEntries(Object.entries(fields).filter(([field]) => field in wanted));
    const rest = Object.entries(fields).flatMap(([field, sentence]) => (field in wanted ? [] : sentence));
    const isTold = Object.keys(known).length > 0 && rest.length === 0;
    refuse(known, isTold ? null : [message, ...rest].join(' '));
  };

  const save = async (wanted: Changes, version: number) => {
    setStage('SAVING');
    try {
      const saved = await calls.save(wanted, version);
      setHeld((now) => holdRest(saved, now?.edits ?? {}, wanted));
      setStage('IDLE');
      setAsked(null);
      setFailure(null);
      setConflict(null);
      setSavedShown(true);
      setSaves((count) => count + 1);
    } catch (thrown) {
      await giveWay(thrown, wanted);
    }
  };
  const giveWay = async (thrown: unknown, wanted: Changes) => {
    const faster = conflictIn(thrown);
    if (!faster) return refuseFor(thrown, wanted);
    try {
      const fresh = await calls.refresh();
      // Of changes later than those told, the next save tells.
      const terms = { ...fresh, version: faster.version ?? fresh.version };
      setHeld((now) => {
        const edits = now?.edits ?? wanted;
        return Object.keys(changesOf<Draft>(terms, edits)).length > 0 ? { terms, edits } : null;
      });
      setStage('IDLE');
      setAsked(null);
      setProblems({});
      setFailure(null);
      setConflict(faster.changes);
    } catch (error) {
      refuseFor(error, wanted);
    }
  };

  /** Saves the changes among these fields; asks first when they block something. */
  const submit = async (fields: readonly string[]) => {
    const wanted = pick<Draft>(changes, fields);
    if (stage !== 'IDLE' || Object.keys(wanted).length === 0) return;
    setSavedShown(false);
    const wrong = pick<Record<string, string>>(check(draft, terms), Object.keys(wanted));
    if (Object.keys(wrong).length > 0) return refuse(wrong as Record<string, string>, null);
    setStage('PREVIEWING');
    setFailure(null);
    try {
      const blocked = await calls.preview(wanted, null);
      if (blocked.blockedTokenCount === 0) return await save(wanted, terms.version);
      setStage('IDLE');
      setAsked({ blocked, changes: wanted, version: terms.version });
    } catch (thrown) {
      refuseFor(thrown, wanted);
    }
  };

  return {
    terms,
    draft,
    changes,
    edit,
    discard,
    follow,
    /** Another one where the fields begin anew, with nothing half typed in them. */
    edition: `${terms.version}.${discards}`,
    problems,
    failure,
    conflict,
    stage,
    asked,
    /** How often it was saved, while that is to be told. */
    saved: isSavedShown ? saves : 0,
    dismissSaved: () => setSavedShown(false),
    submit,
    more: (after: string) => calls.preview(asked?.changes ?? {}, after),
    confirm: async () => {
      if (asked) await save(asked.changes, asked.version);
    },
    cancel: () => setAsked(null),
  };
}

export type PolicyForm<Terms extends PolicyTerms<object>> = ReturnType<typeof usePolicyForm<Terms>>;

/** The edits that say something else than the policy and may say it. */
function changesOf<Draft extends object>({ draft, locked }: PolicyTerms<Draft>, edits: Partial<Draft>): Partial<Draft> {
  const fields = Object.keys(edits).filter(
    (field) => edits[field as keyof Draft] !== draft[field as keyof Draft] && !locked.includes(field),
  );
  return pick(edits, fields);
}

/** What was edited beside or after what was saved, on top of that. */
function holdRest<Terms extends PolicyTerms<object>>(
  terms: Terms,
  edits: Partial<Terms['draft']>,
  saved: Partial<Terms['draft']>,
) {
  const rest = Object.keys(edits).filter(
    (field) => edits[field as keyof Terms['draft']] !== saved[field as keyof Terms['draft']],
  );
  return rest.length > 0 ? { terms, edits: pick<Terms['draft']>(edits, rest) } : null;
}

const pick = <Draft extends object>(from: Partial<Draft>, fields: readonly string[]): Partial<Draft> =>
  Object.fromEntries(
    fields.filter((field) => field in from).map((field) => [field, from[field as keyof Draft]]),
  ) as Partial<Draft>;

function focusFirst(fields: readonly string[]) {
  const [box] = fields.flatMap((field) => document.getElementById(fieldId(field)) ?? []);
  const input =
    box?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? box?.querySelector<HTMLElement>('input, select');
  (input ?? document.getElementById(FAILURE_ID))?.focus();
}
