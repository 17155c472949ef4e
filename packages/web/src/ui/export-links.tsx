import { t } from '../i18n/t.ts';
import styles from './export-links.module.css';

const FORMATS = ['csv', 'json'] as const;

/** Downloads of what a list shows; `of` says what the server is to export, a format apart. */
export const ExportLinks = ({ path, of }: { path: string; of: readonly (readonly [string, string])[] }) => (
  <div className={styles.links}>
    <span>{t('export.label')}</span>
    {FORMATS.map((format) => (
      <a
        key={format}
        download
        href={`${path}?${new URLSearchParams([...of.map(([name, value]) => [name, value]), ['format', format]])}`}
        aria-label={t(`export.${format}Label`)}
      >
        {t(`export.${format}`)}
      </a>
    ))}
  </div>
);
