import { Banner, Dialog } from '@primer/react';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/t.ts';
import { narrowerLines, widerLines } from './edit-lines.ts';
import type { EditedToken, EditEffect } from './edited-token.ts';
import { formatNames } from './format-names.ts';
import styles from './token-form.module.css';

type Props = {
  token: EditedToken;
  effect: EditEffect;
  owner: { login: string; deciders: readonly { login: string }[] };
  saving: boolean;
  onSave: () => void;
  onClose: () => void;
};

/** What applies at once, what has to be approved, and what becomes of what waits, before any of it is done. (TK-11) */
export function EditSummaryDialog({ token, effect, owner, saving, onSave, onClose }: Props) {
  const { name, changesDescription, difference, asks, waiting } = effect;
  const wider = difference ? widerLines(difference, owner.login) : [];
  const atOnce = [
    ...(name === null ? [] : [t('tokens.edit.renamed', { name })]),
    ...(changesDescription ? [t('tokens.edit.described')] : []),
    ...(difference ? narrowerLines(difference, owner.login) : []),
    ...(asks ? [] : wider),
  ];
  return (
    <Dialog
      title={t('tokens.edit.summary', { name: token.name })}
      width="large"
      onClose={onClose}
      footerButtons={[
        { content: t('common.cancel'), onClick: onClose },
        { content: t('tokens.edit.save'), buttonType: 'primary', loading: saving, onClick: onSave, autoFocus: true },
      ]}
    >
      <div className={styles.stack}>
        {waiting && token.waitsSince && (
          <Banner
            variant="warning"
            title={t(`tokens.edit.waiting.${waiting}`, { date: formatMoment(token.waitsSince) })}
          />
        )}
        {atOnce.length > 0 && <Lines id="edit-at-once" title={t('tokens.edit.atOnce')} lines={atOnce} />}
        {asks && (
          <>
            <Lines id="edit-asked" title={askedTitle(owner)} lines={wider} />
            <p className={styles.caption}>
              {t(token.granted ? 'tokens.edit.meanwhile' : 'tokens.edit.meanwhilePublic')}
            </p>
          </>
        )}
      </div>
    </Dialog>
  );
}

const askedTitle = ({ login, deciders }: Props['owner']) =>
  deciders.length === 0
    ? t('tokens.edit.askedOwner', { owner: login })
    : t('tokens.edit.asked', { deciders: formatNames(deciders.map((one) => one.login)), count: deciders.length });

const Lines = ({ id, title, lines }: { id: string; title: string; lines: readonly string[] }) => (
  <section aria-labelledby={id}>
    <h2 id={id} className={styles.summaryLead}>
      {title}
    </h2>
    <ul className={styles.summary}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </section>
);
