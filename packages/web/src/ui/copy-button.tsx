import { CheckIcon, CopyIcon } from '@primer/octicons-react';
import { IconButton } from '@primer/react';
import { useEffect, useState } from 'react';
import { t } from '../i18n/t.ts';
import { Announce } from './announce.tsx';

const SHOWN_FOR = 2_000;

/** Copies a text; says so for two seconds. `label` names the button ("Copy token"). */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [copied]);
  const [failed, setFailed] = useState(false);
  const copy = async () => {
    // Without https there is no clipboard at all; a browser may also refuse it.
    const isCopied = await Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => true,
        () => false,
      );
    setCopied(isCopied);
    setFailed(!isCopied);
  };
  return (
    <>
      <IconButton
        icon={copied ? CheckIcon : CopyIcon}
        aria-label={copied ? t('copy.copied') : label}
        variant="invisible"
        onClick={() => void copy()}
      />
      <Announce>{copied ? t('copy.copied') : ''}</Announce>
      <span role="alert">{failed && t('copy.failed')}</span>
    </>
  );
}
