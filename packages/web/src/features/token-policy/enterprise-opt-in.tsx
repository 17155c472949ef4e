import { Button, Heading } from '@primer/react';
import { lazy, Suspense, useState } from 'react';
import { formatDay } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { Announce } from '../../ui/announce.tsx';
import { ResultBanner } from '../../ui/result-banner.tsx';
import type { EnterpriseTerms } from './enterprise-policy.ts';
import styles from './token-policy.module.css';

const ReasonDialog = lazy(async () => ({ default: (await import('../../ui/reason-dialog.tsx')).ReasonDialog }));

type Props = { terms: EnterpriseTerms; optIn: () => Promise<void> };

/** Turns fine-grained tokens on for all organizations of the enterprise at once. (PO-3) */
export function EnterpriseOptIn({ terms, optIn }: Props) {
  const [asking, setAsking] = useState(false);
  const [state, setState] = useState<{ working: boolean; error: unknown }>({ working: false, error: null });
  const [isDoneShown, setDoneShown] = useState(false);
  const done = t('tokenPolicy.enterprise.optIn.done', { enterprise: terms.name });
  const confirm = async () => {
    setState({ working: true, error: null });
    try {
      await optIn();
      setState({ working: false, error: null });
      setAsking(false);
      setDoneShown(true);
    } catch (error) {
      setState({ working: false, error });
    }
  };
  const close = () => {
    setAsking(false);
    setState({ working: false, error: null });
  };
  return (
    <section className={styles.section} aria-label={t('tokenPolicy.enterprise.optIn.title')}>
      <Heading as="h2" variant="small">
        {t('tokenPolicy.enterprise.optIn.title')}
      </Heading>
      {isDoneShown && <ResultBanner title={done} failed={false} failures={[]} onDismiss={() => setDoneShown(false)} />}
      <Announce>{isDoneShown ? done : ''}</Announce>
      <p className={styles.plain}>
        {terms.optedInAt
          ? t('tokenPolicy.enterprise.optIn.since', { date: formatDay(terms.optedInAt) })
          : t('tokenPolicy.enterprise.optIn.about')}
      </p>
      {!terms.optedInAt && (
        <div>
          <Button onClick={() => setAsking(true)}>{t('tokenPolicy.enterprise.optIn.button')}</Button>
        </div>
      )}
      {asking && (
        <Suspense>
          <ReasonDialog
            title={t('tokenPolicy.enterprise.optIn.ask')}
            confirm={t('tokenPolicy.enterprise.optIn.confirm')}
            working={state.working}
            error={state.error}
            onConfirm={() => void confirm()}
            onCancel={close}
          >
            <p>{t('tokenPolicy.enterprise.optIn.effect')}</p>
          </ReasonDialog>
        </Suspense>
      )}
    </section>
  );
}
