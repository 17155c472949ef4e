import { useMutation } from '@apollo/client/react';
import { Banner, Button, Checkbox, CheckboxGroup, FormControl, Radio, RadioGroup, Select } from '@primer/react';
import { useState } from 'react';
import { describeError } from '../../apollo/describe-error.ts';
import type { DigestChoice } from '../../gql/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import styles from './notifications-form.module.css';

const NotificationsForm_viewer = graphql(`
  fragment NotificationsForm_viewer on User {
    notificationPreferences {
      decisions
      reminders
      digest
      locale
    }
  }
`);

const UpdateNotificationPreferences = graphql(`
  mutation UpdateNotificationPreferences($input: UpdateNotificationPreferencesInput!) {
    updateNotificationPreferences(input: $input) {
      viewer {
        id
        ...NotificationsForm_viewer
      }
    }
  }
`);

const DIGESTS: readonly DigestChoice[] = ['DAILY', 'INSTANT', 'OFF'];
/** The languages that mails are written in, each in its own words. (ML-5) */
const LANGUAGES = { en: 'English', ko: '한국어' } as const;

type Props = {
  viewer: FragmentType<typeof NotificationsForm_viewer>;
  /** Whether requests of others come to this person. */
  reviews: boolean;
};

/** The choice of mails; nothing of it holds before it is saved. */
export function NotificationsForm({ viewer, reviews }: Props) {
  const saved = readFragment(NotificationsForm_viewer, viewer).notificationPreferences!;
  const [chosen, setChosen] = useState({
    decisions: saved.decisions,
    reminders: saved.reminders,
    digest: saved.digest,
    locale: saved.locale,
  });
  const [update, { data, loading, error, reset }] = useMutation(UpdateNotificationPreferences, { errorPolicy: 'all' });
  const choose = (part: Partial<typeof chosen>) => {
    setChosen((current) => ({ ...current, ...part }));
    reset();
  };
  const save = () => {
    const { decisions, reminders, locale, digest } = chosen;
    void update({ variables: { input: { decisions, reminders, locale, ...(reviews && { digest }) } } });
  };

  return (
    <form
      className={styles.form}
      aria-label={t('notifications.title')}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div>
        <output>{data && !error && <Banner variant="success" title={t('notifications.saved')} />}</output>
        <div role="alert">
          {error && (
            <Banner variant="critical" title={t('notifications.failed')} description={describeError(error).message} />
          )}
        </div>
      </div>
      <CheckboxGroup>
        <CheckboxGroup.Label>{t('notifications.tokens')}</CheckboxGroup.Label>
        {(['decisions', 'reminders'] as const).map((kind) => (
          <FormControl key={kind}>
            <Checkbox checked={chosen[kind]} onChange={({ target }) => choose({ [kind]: target.checked })} />
            <FormControl.Label>{t(`notifications.${kind}`)}</FormControl.Label>
            <FormControl.Caption>{t(`notifications.${kind}About`)}</FormControl.Caption>
          </FormControl>
        ))}
      </CheckboxGroup>
      {reviews && (
        <RadioGroup
          name="digest"
          onChange={(value) => choose({ digest: DIGESTS.find((known) => known === value) ?? 'DAILY' })}
        >
          <RadioGroup.Label>{t('notifications.digest')}</RadioGroup.Label>
          {DIGESTS.map((digest) => (
            <FormControl key={digest}>
              <Radio value={digest} checked={chosen.digest === digest} />
              <FormControl.Label>{t(`notifications.digest.${digest}`)}</FormControl.Label>
              <FormControl.Caption>{t(`notifications.digest.${digest}About`)}</FormControl.Caption>
            </FormControl>
          ))}
        </RadioGroup>
      )}
      <FormControl>
        <FormControl.Label>{t('notifications.language')}</FormControl.Label>
        <Select value={chosen.locale} onChange={({ target }) => choose({ locale: target.value })}>
          {Object.entries(LANGUAGES).map(([locale, name]) => (
            <Select.Option key={locale} value={locale}>
              {name}
            </Select.Option>
          ))}
        </Select>
      </FormControl>
      <div>
        <Button type="submit" variant="primary" loading={loading}>
          {t('notifications.save')}
        </Button>
      </div>
    </form>
  );
}
