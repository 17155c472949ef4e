import { useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { useRefusal } from '../../ui/use-refusal.ts';
import { APP_FIELDS, AppFields } from './app-fields.tsx';
import { AppFormFrame, SaveAndSay } from './app-form-frame.tsx';
import { AppSection } from './app-section.tsx';
import { useUpdateApp } from './use-update-app.ts';

const AppForm_app = graphql(`
  fragment AppForm_app on App {
    id
    name
    description
    isPublic
  }
`);

/** What the App is called, and who may install it. */
export function AppForm({ app: masked }: { app: FragmentType<typeof AppForm_app> }) {
  const { id, name, description, isPublic } = readFragment(AppForm_app, masked);
  const [before, setBefore] = useState({ name, description: description ?? '', isPublic });
  const [words, setWords] = useState(before);
  const [isSaved, setSaved] = useState(false);
  const [update, { loading }] = useUpdateApp();
  const refusal = useRefusal('app', APP_FIELDS);

  const save = async () => {
    if (loading) return;
    refusal.clear();
    setSaved(false);
    if (words.name.trim() === '') {
      refusal.show({ name: t('apps.form.nameMissing') }, null);
      return;
    }
    // The rest stays as somebody else may have set it meanwhile.
    const changed = {
      ...(words.name !== before.name && { name: words.name }),
      ...(words.description !== before.description && { description: words.description }),
      ...(words.isPublic !== before.isPublic && { isPublic: words.isPublic }),
    };
    const { data, error } = await update({ variables: { input: { appId: id, ...changed } } });
    if (!data) {
      refusal.refuse(error);
      return;
    }
    setBefore(words);
    setSaved(true);
  };
  return (
    <AppSection title={t('apps.form.about.title')}>
      <AppFormFrame
        label={t('apps.form.about.title')}
        refusal={refusal}
        failed={t('apps.form.notSaved')}
        onSubmit={save}
        buttons={<SaveAndSay loading={loading} isSaved={isSaved} />}
      >
        <AppFields
          words={words}
          refusal={refusal}
          onChange={(part) => {
            setWords((current) => ({ ...current, ...part }));
            setSaved(false);
          }}
        />
      </AppFormFrame>
    </AppSection>
  );
}
