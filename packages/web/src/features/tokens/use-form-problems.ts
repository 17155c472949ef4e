import { useEffect, useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import { t } from '../../i18n/t.ts';
import { FIELDS, placeServerProblems } from './check-draft.ts';
import type { DraftProblems, Field } from './check-draft.ts';
import { FAILURE_ID, FIELD_IDS } from './field-ids.ts';

type Texts = Partial<Record<Field, string>>;

/** What is wrong with a form: at its fields, or with the whole of it. The first of it takes the focus. */
export function useFormProblems() {
  const [texts, setTexts] = useState<Texts>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [refused, setRefused] = useState<Texts>({});

  // After a dialog is gone: it gives the focus back to the button that opened it.
  useEffect(() => {
    const first = FIELDS.find((field) => refused[field]);
    document.getElementById(first ? FIELD_IDS[first] : FAILURE_ID)?.focus();
  }, [refused]);

  const show = (problems: Texts, whole: string | null) => {
    setTexts(problems);
    setFailure(whole);
    setRefused(problems);
  };

  const clear = () => {
    setTexts({});
    setFailure(null);
  };

  return {
    texts,
    failure,
    /** The complaint about a field has had its effect and goes. */
    mend: (mended: Field) => setTexts(({ [mended]: _gone, ...others }) => others),
    clear,
    /** Shows what the form found wrong itself; true when that is nothing. */
    passes: (found: DraftProblems): boolean => {
      const problems = Object.entries(found).map(([field, problem]) => [field, t(`tokens.problem.${problem}`)]);
      if (problems.length > 0) show(Object.fromEntries(problems), null);
      else clear();
      return problems.length === 0;
    },
    /** Shows why the server refused, each complaint at its field. */
    refuse: (error: unknown) => {
      const { message, fields } = describeError(error);
      const { problems, rest } = placeServerProblems(fields);
      const told = Object.keys(problems).length > 0 && rest.length === 0;
      show(problems, told ? null : [message, ...rest].join(' '));
    },
  };
}
