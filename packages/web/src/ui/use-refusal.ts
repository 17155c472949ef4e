import { useEffect, useState } from 'react';
import { describeError } from '../apollo/describe-error.ts';

type Texts<Field extends string> = Partial<Record<Field, string>>;

/**
 * Why the server refused a form: at the fields that it names, or for the whole. The first of it takes the focus.
 * `fields` are the form's, in their order; `form` begins the ids of their elements.
 */
export function useRefusal<Field extends string>(form: string, fields: readonly Field[]) {
  const [texts, setTexts] = useState<Texts<Field>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ id: string } | null>(null);
  const idOf = (field: Field | 'failure') => `${form}-${field}`;

  // A refusal that comes again is another object, and takes the focus again.
  useEffect(() => {
    if (refused) document.getElementById(refused.id)?.focus();
  }, [refused]);

  const show = (problems: Texts<Field>, whole: string | null) => {
    setTexts(problems);
    setFailure(whole);
    setRefused({ id: idOf(fields.find((field) => problems[field]) ?? 'failure') });
  };

  return {
    texts,
    failure,
    idOf,
    show,
    /** The complaint about a field has had its effect and goes. */
    mend: (mended: Field) => setTexts((known) => ({ ...known, [mended]: undefined })),
    clear: () => {
      setTexts({});
      setFailure(null);
    },
    /** What the server said, each complaint at its field; what belongs to none is told of the whole. */
    refuse: (error: unknown) => {
      const { message, fields: named } = describeError(error);
      const problems: Texts<Field> = {};
      const rest: string[] = [];
      for (const [input, text] of Object.entries(named)) {
        // `permissions.contents` and `repositories[3]` belong to the picker as a whole.
        const field = fields.find((known) => known === input.split(/[.[]/)[0]);
        if (field) problems[field] ??= text;
        else rest.push(text);
      }
      const isTold = Object.keys(problems).length > 0 && rest.length === 0;
      show(problems, isTold ? null : rest.join(' ') || message);
    },
  };
}

export type Refusal<Field extends string> = ReturnType<typeof useRefusal<Field>>;
