import { Button } from '@primer/react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { SavedNotice } from '../../ui/saved-notice.tsx';
import type { Refusal } from '../../ui/use-refusal.ts';
import styles from './apps.module.css';

type Props = {
  label: string;
  /** Of the whole: what it says stands above the fields, under this title. */
  refusal: Pick<Refusal<never>, 'idOf' | 'failure'>;
  failed: string;
  onSubmit: () => Promise<void>;
  buttons: ReactNode;
  children: ReactNode;
};

/** A form about an App: why it was refused, its fields, its buttons. */
export const AppFormFrame = ({ label, refusal, failed, onSubmit, buttons, children }: Props) => (
  <form
    noValidate
    className={styles.form}
    aria-label={label}
    onSubmit={(event) => {
      event.preventDefault();
      void onSubmit();
    }}
  >
    <RefusalBanner id={refusal.idOf('failure')} title={failed} failure={refusal.failure} />
    {children}
    <div className={styles.buttons}>{buttons}</div>
  </form>
);

type SaveProps = { loading: boolean; isSaved: boolean };

/** Saves the form, and says beside it that this was done. */
export const SaveAndSay = ({ loading, isSaved }: SaveProps) => (
  <>
    <Button type="submit" loading={loading}>
      {t('apps.form.save')}
    </Button>
    <SavedNotice>{isSaved ? t('apps.form.saved') : ''}</SavedNotice>
  </>
);
