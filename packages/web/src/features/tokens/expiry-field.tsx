import { FormControl, Select, TextInput } from '@primer/react';
import { useState } from 'react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { dateRange, expiresAtOf, presetsWithin, startOf } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { FIELD_IDS } from './field-ids.ts';
import styles from './token-form.module.css';

type Props = {
  expiry: Expiry;
  /** How long a token may live, in days, and who says so; null = as long as one likes. */
  limit: { days: number; owner: string } | null;
  problem?: string;
  onChange: (expiry: Expiry) => void;
};

/** Presets, a date, or none, as far as the limit lets through; says which day that is. (TK-4) */
export function ExpiryField({ expiry, limit, problem, onChange }: Props) {
  // The day is counted from when the form was opened: it must not change under the reader's eyes.
  const [now] = useState(() => Date.now());
  const presets = presetsWithin(limit?.days);
  const days = expiry.kind === 'days' && !presets.includes(expiry.days) ? [...presets, expiry.days] : presets;
  const expiresAt = expiresAtOf(expiry, now);
  const { first, last } = dateRange(limit?.days, now);

  return (
    <div className={styles.together}>
      <FormControl id={expiry.kind === 'date' ? 'token-expiry-choice' : FIELD_IDS.expiry}>
        <FormControl.Label>{t('tokens.form.expiration')}</FormControl.Label>
        <Select
          value={expiry.kind === 'days' ? String(expiry.days) : expiry.kind}
          onChange={(event) => onChange(expiryFrom(event.target.value))}
        >
          {days
            .toSorted((a, b) => a - b)
            .map((count) => (
              <Select.Option key={count} value={String(count)}>
                {t('tokens.form.days', { count, date: formatDay(expiresAtOf({ kind: 'days', days: count }, now)!) })}
              </Select.Option>
            ))}
          <Select.Option value="date">{t('tokens.form.customDate')}</Select.Option>
          {!limit && <Select.Option value="never">{t('tokens.form.noExpiration')}</Select.Option>}
        </Select>
        <FormControl.Caption>
          {expiresAt ? t('tokens.form.expiresOn', { date: formatDay(expiresAt) }) : null}
          {expiry.kind === 'never' && <span className={styles.caution}>{t('tokens.form.neverExpires')}</span>}
          {limit && ` ${t('tokens.form.lifetimeLimit', { owner: limit.owner, count: limit.days })}`}
        </FormControl.Caption>
        {problem && expiry.kind !== 'date' && (
          <FormControl.Validation variant="error">{problem}</FormControl.Validation>
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
            validationStatus={problem ? 'error' : undefined}
            onChange={(event) => onChange({ kind: 'date', date: event.target.value })}
          />
          <FormControl.Caption>
            {t('tokens.form.dateRange', { first: formatDay(startOf(first)), last: formatDay(startOf(last)) })}
          </FormControl.Caption>
          {problem && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
        </FormControl>
      )}
    </div>
  );
}

function expiryFrom(value: string): Expiry {
  if (value === 'never') return { kind: 'never' };
  return value === 'date' ? { kind: 'date', date: '' } : { kind: 'days', days: Number(value) };
}
