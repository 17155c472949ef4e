import { FormControl, Select, TextInput } from '@primer/react';
import { useState } from 'react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { dateRange, expiresAtOf, presetsWithin, startOf } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { FIELD_IDS } from './field-ids.ts';
import type { DraftForm } from './use-token-draft.ts';
import styles from './token-form.module.css';

/** Presets, a date, or none, as far as the resource owner lets through; says which day that is. (TK-4) */
export function ExpiryField({ form: { draft, owner, problems, change } }: { form: DraftForm }) {
  // The day is counted from when the form was opened: it must not change under the reader's eyes.
  const [now] = useState(() => Date.now());
  const { expiry } = draft;
  const limit = owner.maximumLifetimeDays;
  const presets = presetsWithin(limit);
  const days = expiry.kind === 'days' && !presets.includes(expiry.days) ? [...presets, expiry.days] : presets;
  const choose = (value: string) => change({ expiry: expiryFrom(value) }, 'expiry');
  const expiresAt = expiresAtOf(expiry, now);
  const { first, last } = dateRange(limit, now);

  return (
    <div className={styles.together}>
      <FormControl id={expiry.kind === 'date' ? 'token-expiry-choice' : FIELD_IDS.expiry}>
        <FormControl.Label>{t('tokens.form.expiration')}</FormControl.Label>
        <Select
          value={expiry.kind === 'days' ? String(expiry.days) : expiry.kind}
          onChange={(event) => choose(event.target.value)}
        >
          {days
            .toSorted((a, b) => a - b)
            .map((count) => (
              <Select.Option key={count} value={String(count)}>
                {t('tokens.form.days', { count, date: formatDay(expiresAtOf({ kind: 'days', days: count }, now)!) })}
              </Select.Option>
            ))}
          <Select.Option value="date">{t('tokens.form.customDate')}</Select.Option>
          {limit == null && <Select.Option value="never">{t('tokens.form.noExpiration')}</Select.Option>}
        </Select>
        <FormControl.Caption>
          {expiresAt ? t('tokens.form.expiresOn', { date: formatDay(expiresAt) }) : null}
          {expiry.kind === 'never' ? t('tokens.form.neverExpires') : null}
          {limit == null ? null : ` ${t('tokens.form.lifetimeLimit', { owner: owner.login, count: limit })}`}
        </FormControl.Caption>
        {problems.expiry && expiry.kind !== 'date' && (
          <FormControl.Validation variant="error">{problems.expiry}</FormControl.Validation>
        )}
      </FormControl>
      {expiry.kind === 'date' && (
        <FormControl id={FIELD_IDS.expiry} required>
          <FormControl.Label>{t('tokens.form.date')}</FormControl.Label>
          <TextInput
            type="date"
            min={first}
            max={last}
            value={expiry.date}
            validationStatus={problems.expiry ? 'error' : undefined}
            onChange={(event) => change({ expiry: { kind: 'date', date: event.target.value } }, 'expiry')}
          />
          <FormControl.Caption>
            {t('tokens.form.dateRange', { first: formatDay(startOf(first)), last: formatDay(startOf(last)) })}
          </FormControl.Caption>
          {problems.expiry && <FormControl.Validation variant="error">{problems.expiry}</FormControl.Validation>}
        </FormControl>
      )}
    </div>
  );
}

function expiryFrom(value: string): Expiry {
  if (value === 'never') return { kind: 'never' };
  return value === 'date' ? { kind: 'date', date: '' } : { kind: 'days', days: Number(value) };
}
