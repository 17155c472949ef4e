import { LIMITS } from '@countersign/schema';
import { Banner, Button } from '@primer/react';
import { type FormEvent, useRef, useState } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { changePassword, type PasswordOutcome } from './change-password.ts';
import { PasswordField } from './password-field.tsx';
import styles from './password-form.module.css';

const FIELDS = ['current', 'password', 'repeat'] as const;
type Field = (typeof FIELDS)[number];
type Values = Record<Field, string>;
type Problems = Partial<Values>;

const EMPTY: Values = { current: '', password: '', repeat: '' };
const SIGN_IN = `/login?return_to=${encodeURIComponent('/settings/password')}`;

/** The password of now, and the new one twice. What is wrong stands at its field, which takes the focus. */
export function PasswordForm({ login }: { login: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(EMPTY);
  const [problems, setProblems] = useState<Problems>({});
  const [outcome, setOutcome] = useState<PasswordOutcome | 'ASKING' | null>(null);
  const change = (field: Field, value: string) => {
    setValues((current) => ({ ...current, [field]: value }));
    setProblems((current) => ({ ...current, [field]: undefined }));
    setOutcome(null);
  };
  const refuse = (next: Problems) => {
    setProblems(next);
    const first = FIELDS.find((field) => next[field]);
    form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (outcome === 'ASKING') return;
    const found = problemsIn(values);
    if (Object.keys(found).length > 0) return refuse(found);
    setOutcome('ASKING');
    const next = await changePassword(values.current, values.password);
    setOutcome(next);
    if (next.kind === 'REFUSED') refuse(next.problems);
    if (next.kind === 'CHANGED') setValues(EMPTY);
  };

  const propsOf = (field: Field) => ({
    name: field,
    value: values[field],
    problem: problems[field],
    onChange: (value: string) => change(field, value),
  });
  return (
    <form
      ref={form}
      className={styles.form}
      aria-label={t('account.password.title')}
      noValidate
      onSubmit={(event) => void submit(event)}
    >
      <Told outcome={outcome} />
      {/* For the browser, which keeps the new password under this name. */}
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PasswordField {...propsOf('current')} label={t('account.password.current')} autoComplete="current-password" />
      <Link to="/password-reset">{t('account.password.forgot')}</Link>
      <PasswordField
        {...propsOf('password')}
        label={t('account.password.new')}
        caption={t('account.password.rules', RULES)}
        autoComplete="new-password"
      />
      <PasswordField {...propsOf('repeat')} label={t('account.password.repeat')} autoComplete="new-password" />
      <div>
        <Button type="submit" variant="primary" loading={outcome === 'ASKING'}>
          {t('account.password.save')}
        </Button>
      </div>
    </form>
  );
}

const RULES = { shortest: LIMITS.passwordShortest, longest: LIMITS.passwordLongest };

function problemsIn({ current, password, repeat }: Values): Problems {
  return {
    ...(current === '' && { current: t('account.password.missing') }),
    ...(password.length < RULES.shortest && { password: t('account.password.tooShort', RULES) }),
    ...(password.length > RULES.longest && { password: t('account.password.tooLong', RULES) }),
    ...(repeat !== password && { repeat: t('account.password.differs') }),
  };
}

/** What became of it, but for what stands at a field. The places are there before the words are, so that they are read aloud. */
function Told({ outcome }: { outcome: PasswordOutcome | 'ASKING' | null }) {
  const told = outcome === 'ASKING' ? null : outcome;
  const failure = told && failureOf(told);
  return (
    <div className={styles.told}>
      <output>{told?.kind === 'CHANGED' && <Banner variant="success" title={t('account.password.changed')} />}</output>
      <div role="alert">
        {failure && (
          <Banner
            variant="critical"
            title={t('account.password.failed')}
            description={
              <>
                {failure} {told.kind === 'ENDED' && <Link to={SIGN_IN}>{t('account.password.signIn')}</Link>}
              </>
            }
          />
        )}
      </div>
    </div>
  );
}

function failureOf(outcome: PasswordOutcome): string | null {
  if (outcome.kind === 'ENDED') return t('account.password.ended');
  if (outcome.kind === 'BROKEN') return outcome.failure;
  if (outcome.kind !== 'THROTTLED') return null;
  return outcome.minutes === null
    ? t('session.throttled')
    : t('account.password.throttled', { count: outcome.minutes });
}
