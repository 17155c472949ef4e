import { Button } from '@primer/react';
import { type FormEvent, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { SavedNotice } from '../../ui/saved-notice.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { APP_FIELDS, AppFields } from './app-fields.tsx';
import { AppSection } from './app-section.tsx';
import { useUpdateApp } from './use-update-app.ts';
import styles from './apps.module.css';

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
  const [saved, setSaved] = useState(0);
  const [update, { loading }] = useUpdateApp();
  const refusal = useRefusal('app', APP_FIELDS);

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (loading) return;
    refusal.clear();
    setSaved(0);
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
    setSaved((count) => count + 1);
  };
  return (
    <AppSection title={t('apps.form.about.title')}>
      <form
        noValidate
        className={styles.form}
        aria-label={t('apps.form.about.title')}
        onSubmit={(event) => void save(event)}
      >
        <RefusalBanner id={refusal.idOf('failure')} title={t('apps.form.notSaved')} failure={refusal.failure} />
        <AppFields
          words={words}
          refusal={refusal}
          onChange={(part) => {
            setWords((current) => ({ ...current, ...part }));
            setSaved(0);
          }}
        />
        <div className={styles.buttons}>
          <Button type="submit" loading={loading}>
            {t('apps.form.save')}
          </Button>
          <SavedNotice>{saved > 0 ? t('apps.form.saved') : ''}</SavedNotice>
        </div>
      </form>
    </AppSection>
  );
}
