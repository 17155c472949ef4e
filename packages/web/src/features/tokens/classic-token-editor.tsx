import { Button } from '@primer/react';
import { useState } from 'react';
import { graphql, readFragment } from '../../gql/index.ts';
import type { FragmentType } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { checkWords } from './check-draft.ts';
import type { Field } from './check-draft.ts';
import { ClassicScopesField } from './classic-scopes-field.tsx';
import { FormFailure } from './form-failure.tsx';
import { NameFields } from './name-fields.tsx';
import { useFormProblems } from './use-form-problems.ts';
import { useUpdateClassicToken } from './use-update-classic-token.ts';
import styles from './token-form.module.css';

const ClassicTokenEditor_token = graphql(`
  fragment ClassicTokenEditor_token on ClassicToken {
    id
    name
    description
    scopes
  }
`);

type Edits = { name?: string; description?: string; scopes?: string[] };

/** Name, description and scopes of a classic token; only what was changed is sent. */
export function ClassicTokenEditor(props: { token: FragmentType<typeof ClassicTokenEditor_token> }) {
  const token = readFragment(ClassicTokenEditor_token, props.token);
  const [edits, setEdits] = useState<Edits>({});
  const [isSaved, setSaved] = useState(false);
  const problems = useFormProblems();
  const [update, { loading }] = useUpdateClassicToken();
  const outcome = isSaved && Object.keys(edits).length === 0 ? t('classicTokens.edit.saved') : '';
  const draft = { name: token.name, description: token.description, scopes: token.scopes, ...edits };

  const change = (part: Edits, field: Field) => {
    setEdits((current) => ({ ...current, ...part }));
    setSaved(false);
    problems.mend(field);
  };

  const save = async () => {
    if (loading || Object.keys(edits).length === 0 || !problems.passes(checkWords(draft))) return;
    const { data, error } = await update({ variables: { input: { tokenId: token.id, ...trimmed(edits) } } });
    if (!data) return problems.refuse(error);
    // What was typed while it was saved is not.
    setEdits((now) => without(now, edits));
    setSaved(true);
  };

  return (
    <form
      noValidate
      className={styles.form}
      aria-labelledby="classic-token-edit"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 id="classic-token-edit" className={styles.sectionTitle}>
        {t('classicTokens.edit.title')}
      </h2>
      <FormFailure title={t('classicTokens.edit.failed')} failure={problems.failure} />
      <NameFields
        words={draft}
        caption={t('classicTokens.form.nameCaption')}
        problems={problems.texts}
        onChange={change}
      />
      <ClassicScopesField
        chosen={draft.scopes}
        problem={problems.texts.scopes}
        onChange={(scopes) => change({ scopes }, 'scopes')}
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" loading={loading}>
          {t('classicTokens.edit.save')}
        </Button>
        <p className={styles.outcome}>{outcome || t('classicTokens.edit.atOnce')}</p>
        <Announce>{outcome}</Announce>
      </div>
    </form>
  );
}

/** The edits that were made after those. */
const without = (now: Edits, saved: Edits): Edits =>
  Object.fromEntries(Object.entries(now).filter(([field, value]) => value !== saved[field as keyof Edits]));

const trimmed = ({ name, description, scopes }: Edits): Edits => ({
  ...(name !== undefined && { name: name.trim() }),
  ...(description !== undefined && { description: description.trim() }),
  ...(scopes && { scopes }),
});
