import { Checkbox, FormControl, Textarea, TextInput } from '@primer/react';
import { t } from '../../i18n/t.ts';
import type { Refusal } from '../../ui/use-refusal.ts';

/** The parts of an App's forms that can be refused, in the order they stand there. */
export const APP_FIELDS = ['name', 'slug', 'description', 'isPublic', 'permissions'] as const;
export type AppField = (typeof APP_FIELDS)[number];
type AppWords = { name: string; description: string; isPublic: boolean };

type Props = {
  words: AppWords;
  /** The address that it gets, while that can still be chosen. */
  slug?: string;
  refusal: Refusal<AppField>;
  onChange: (words: Partial<AppWords & { slug: string }>) => void;
};

/** What an App is called, and who may install it. */
export function AppFields({ words: { name, description, isPublic }, slug, refusal, onChange }: Props) {
  const { texts, idOf, mend } = refusal;
  const change = (field: AppField, part: Parameters<typeof onChange>[0]) => {
    onChange(part);
    mend(field);
  };
  const problem = (field: AppField) =>
    texts[field] && <FormControl.Validation variant="error">{texts[field]}</FormControl.Validation>;
  const status = (field: AppField) => (texts[field] ? ('error' as const) : undefined);

  return (
    <>
      <FormControl id={idOf('name')} required>
        <FormControl.Label>{t('apps.form.name')}</FormControl.Label>
        <TextInput
          block
          autoComplete="off"
          maxLength={100}
          value={name}
          validationStatus={status('name')}
          onChange={(event) => change('name', { name: event.target.value })}
        />
        {problem('name')}
      </FormControl>
      {slug !== undefined && (
        <FormControl id={idOf('slug')} required>
          <FormControl.Label>{t('apps.form.slug')}</FormControl.Label>
          <TextInput
            block
            autoComplete="off"
            maxLength={39}
            value={slug}
            validationStatus={status('slug')}
            onChange={(event) => change('slug', { slug: event.target.value })}
          />
          <FormControl.Caption>{t('apps.form.slugCaption', { slug: slug || '…' })}</FormControl.Caption>
          {problem('slug')}
        </FormControl>
      )}
      <FormControl id={idOf('description')}>
        <FormControl.Label>{t('apps.form.description')}</FormControl.Label>
        <Textarea
          block
          rows={3}
          resize="vertical"
          value={description}
          validationStatus={status('description')}
          onChange={(event) => change('description', { description: event.target.value })}
        />
        <FormControl.Caption>{t('apps.form.descriptionCaption')}</FormControl.Caption>
        {problem('description')}
      </FormControl>
      <FormControl id={idOf('isPublic')}>
        <Checkbox checked={isPublic} onChange={(event) => change('isPublic', { isPublic: event.target.checked })} />
        <FormControl.Label>{t('apps.form.isPublic')}</FormControl.Label>
        <FormControl.Caption>{t('apps.form.isPublicCaption')}</FormControl.Caption>
        {problem('isPublic')}
      </FormControl>
    </>
  );
}
