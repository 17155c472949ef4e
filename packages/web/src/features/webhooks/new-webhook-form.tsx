import { Button, LinkButton } from '@primer/react';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { t } from '../../i18n/t.ts';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { useCreateWebhook } from './use-create-webhook.ts';
import { ActiveField, SecretField, UrlField, WEBHOOK_FIELDS } from './webhook-fields.tsx';
import styles from './webhooks.module.css';

type Props = {
  /** The organization or the App that it is for. */
  of: { organization: string } | { appId: string };
  /** Where those go who do without. */
  cancelTo?: string;
  onCreated: (databaseId: number) => void;
};

/** Where to tell, with what to sign, and whether to begin at once. */
export function NewWebhookForm({ of, cancelTo, onCreated }: Props) {
  const [create, { loading, data: done }] = useCreateWebhook();
  const refusal = useRefusal('new-webhook', WEBHOOK_FIELDS);
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const [isActive, setIsActive] = useState(true);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // Also while the page that follows is on its way.
    if (loading || done) return;
    refusal.clear();
    const input = { ...of, url: url.trim(), isActive, ...(secret !== '' && { secret }) };
    const { data, error } = await create({ variables: { input } });
    if (data) onCreated(data.createWebhook.webhook.databaseId);
    else refusal.refuse(error);
  };

  return (
    <form
      noValidate
      className={styles.form}
      aria-label={t('webhooks.form.title')}
      onSubmit={(event) => void submit(event)}
    >
      <RefusalBanner id={refusal.idOf('failure')} title={t('webhooks.form.notCreated')} failure={refusal.failure} />
      <UrlField url={url} refusal={refusal} onChange={setUrl} />
      <SecretField secret={secret} refusal={refusal} onChange={setSecret} />
      <ActiveField isActive={isActive} refusal={refusal} onChange={setIsActive} />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" loading={loading || Boolean(done)}>
          {t('webhooks.form.create')}
        </Button>
        {cancelTo && (
          <LinkButton as={Link} to={cancelTo}>
            {t('common.cancel')}
          </LinkButton>
        )}
      </div>
    </form>
  );
}
