import { type MouseEvent, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { describeFailure } from '../apollo/post-auth.ts';
import { t } from '../i18n/t.ts';
import styles from './export-links.module.css';

const FORMATS = ['csv', 'json'] as const;

type Props = { path: string; of: readonly (readonly [string, string])[] };

/**
 * Downloads of what a list shows; `of` says what the server is to export, a format apart. The server is asked first whether it would: a
 * refusal is told here, and not saved under the file's name.
 */
export function ExportLinks({ path, of }: Props) {
  const agreed = useRef(false);
  // Undefined: nothing stands in the way. Null: the server could not be reached.
  const [refusal, setRefusal] = useState<Response | null | undefined>();

  const download = async (event: MouseEvent<HTMLAnchorElement>, href: string) => {
    // The click that follows the server's word is the browser's own.
    if (agreed.current) {
      agreed.current = false;
      return;
    }
    event.preventDefault();
    const link = event.currentTarget;
    const response = await fetch(href, { method: 'HEAD', credentials: 'same-origin' }).catch(() => null);
    setRefusal(response?.ok ? undefined : response);
    if (!response?.ok) return;
    agreed.current = true;
    link.click();
  };

  return (
    <div className={styles.export}>
      <div className={styles.links}>
        <span>{t('export.label')}</span>
        {FORMATS.map((format) => {
          const href = `${path}?${new URLSearchParams([...of.map(([name, value]) => [name, value]), ['format', format]])}`;
          return (
            <a
              key={format}
              download
              href={href}
              aria-label={t(`export.${format}Label`)}
              onClick={(event) => void download(event, href)}
            >
              {t(`export.${format}`)}
            </a>
          );
        })}
      </div>
      <div role="alert" className={styles.refusal}>
        {refusal !== undefined && <Refusal answer={refusal} />}
      </div>
    </div>
  );
}

function Refusal({ answer }: { answer: Response | null }) {
  const { pathname, search } = useLocation();
  if (answer?.status === 401)
    return (
      <>
        {t('export.signedOut')}{' '}
        <Link to={`/login?return_to=${encodeURIComponent(pathname + search)}`}>{t('export.signIn')}</Link>
      </>
    );
  return answer?.status === 403 || answer?.status === 404 ? t('export.refused') : describeFailure(answer);
}
