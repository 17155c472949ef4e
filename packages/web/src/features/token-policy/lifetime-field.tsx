import { FormControl, Select, TextInput } from '@primer/react';
import { useState } from 'react';
import { t } from '../../i18n/t.ts';
import { dayChoices, type Days, longest, NO_LIMIT } from './days.ts';
import { fieldId } from './use-policy-form.ts';
import styles from './token-policy.module.css';

const CUSTOM = 'custom';

type Props = {
  field: string;
  label: string;
  value: Days;
  onChange: (value: Days) => void;
  /** The limit above, that may only be shortened, and whose it is. */
  limit?: { days: number; enterprise: string } | null;
  /** What no limit is called here. */
  none: string;
  about: string;
  problem?: string;
};

/** A longest lifetime: presets, a number of days, or none where there is none above. (PO-1, PO-2) */
export function LifetimeField({ field, label, value, onChange, limit = null, none, about, problem }: Props) {
  const [isTyping, setTyping] = useState(false);
  const choices = dayChoices(limit?.days ?? null, isTyping ? NO_LIMIT : value);
  const isKnown = value === NO_LIMIT || choices.includes(Number(value || '0'));
  const isCustom = isTyping || !isKnown;
  const choose = (next: string) => {
    setTyping(next === CUSTOM);
    if (next !== CUSTOM) onChange(next);
    else if (value === NO_LIMIT) onChange('');
  };
  return (
    <div id={fieldId(field)} className={styles.together}>
      <FormControl>
        <FormControl.Label>{label}</FormControl.Label>
        <Select value={isCustom ? CUSTOM : value} onChange={({ target }) => choose(target.value)}>
          {!limit && <Select.Option value={NO_LIMIT}>{none}</Select.Option>}
          {choices.map((days) => (
            <Select.Option key={days} value={String(days)}>
              {limit?.days === days
                ? t('tokenPolicy.lifetime.asAbove', { count: days, enterprise: limit.enterprise })
                : t('tokenPolicy.days', { count: days })}
            </Select.Option>
          ))}
          <Select.Option value={CUSTOM}>{t('tokenPolicy.lifetime.custom')}</Select.Option>
        </Select>
        <FormControl.Caption>
          {limit ? t('tokenPolicy.lifetime.limit', { enterprise: limit.enterprise, count: limit.days }) : about}
        </FormControl.Caption>
        {problem && !isCustom && <FormControl.Validation variant="error">{problem}</FormControl.Validation>}
      </FormControl>
      {isCustom && (
        <FormControl required>
          <FormControl.Label>{t('tokenPolicy.lifetime.days')}</FormControl.Label>
          <TextInput
            inputMode="numeric"
            autoComplete="off"
            maxLength={10}
            value={value}
            validationStatus={problem ? 'error' : undefined}
            onChange={({ target }) => onChange(target.value.trim())}
          />
          {problem ? (
            <FormControl.Validation variant="error">{problem}</FormControl.Validation>
          ) : (
            <FormControl.Caption>
              {t('tokenPolicy.lifetime.range', { max: longest(limit?.days ?? null) })}
            </FormControl.Caption>
          )}
        </FormControl>
      )}
    </div>
  );
}
