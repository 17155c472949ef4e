import { Button, FormControl, Radio, RadioGroup } from '@primer/react';
import { type FormEvent, useState } from 'react';
import { type FragmentType, graphql, readFragment } from '../../gql/index.ts';
import { t } from '../../i18n/t.ts';
import { RefusalBanner } from '../../ui/refusal-banner.tsx';
import { SavedNotice } from '../../ui/saved-notice.tsx';
import { useRefusal } from '../../ui/use-refusal.ts';
import { useUpdateWebhook } from './use-update-webhook.ts';
import { ActiveField, SecretField, UrlField, WEBHOOK_FIELDS } from './webhook-fields.tsx';
import styles from './webhooks.module.css';

const WebhookForm_webhook = graphql(`
  fragment WebhookForm_webhook on Webhook {
    id
    url
    isActive
    hasSecret
  }
`);

const SECRET_CHOICES = ['keep', 'replace', 'remove'] as const;
type SecretChoice = (typeof SECRET_CHOICES)[number];

type Props = { webhook: FragmentType<typeof WebhookForm_webhook>; onChanged: () => Promise<unknown> };

/** Where it goes, with what it is signed and whether it goes at all. The secret in use is never shown: it is kept, replaced or removed. */
export function WebhookForm({ webhook: masked, onChanged }: Props) {
  const webhook = readFragment(WebhookForm_webhook, masked);
  const [update, { loading }] = useUpdateWebhook();
  const refusal = useRefusal('webhook', WEBHOOK_FIELDS);
  // What the form began with: the rest stays as somebody else may have set it meanwhile.
  const [before, setBefore] = useState({ url: webhook.url, isActive: webhook.isActive });
  const [url, setUrl] = useState(webhook.url);
  const [isActive, setIsActive] = useState(webhook.isActive);
  const [secret, setSecret] = useState('');
  const [choice, setChoice] = useState<SecretChoice>('keep');
  const [saved, setSaved] = useState(0);
  const asksSecret = !webhook.hasSecret || choice === 'replace';
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setSaved(0);
    };

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (loading) return;
    refusal.clear();
    if (webhook.hasSecret && choice === 'replace' && secret === '') {
      refusal.show({ secret: t('webhooks.form.secretMissing') }, null);
      return;
    }
    const input = {
      webhookId: webhook.id,
      ...(url.trim() !== before.url && { url: url.trim() }),
      ...(isActive !== before.isActive && { isActive }),
      ...(asksSecret && secret !== '' && { secret }),
      ...(webhook.hasSecret && choice === 'remove' && { secret: null }),
    };
    const { data, error } = await update({ variables: { input } });
    if (!data) {
      refusal.refuse(error);
      return;
    }
    // It is saved, even if that cannot be read again just now.
    await onChanged().catch(() => {});
    setBefore({ url: url.trim(), isActive });
    setSecret('');
    setChoice('keep');
    setSaved((count) => count + 1);
  };

  return (
    <form
      noValidate
      className={styles.form}
      aria-label={t('webhooks.form.settings')}
      onSubmit={(event) => void save(event)}
    >
      <RefusalBanner id={refusal.idOf('failure')} title={t('webhooks.form.notSaved')} failure={refusal.failure} />
      <UrlField url={url} refusal={refusal} onChange={changed(setUrl)} />
      {webhook.hasSecret && (
        <RadioGroup
          name={`secret-of-${webhook.id}`}
          onChange={(value) => changed(setChoice)(SECRET_CHOICES.find((known) => known === value) ?? 'keep')}
        >
          <RadioGroup.Label>{t('webhooks.form.secretInUse')}</RadioGroup.Label>
          {SECRET_CHOICES.map((known) => (
            <FormControl key={known}>
              <Radio value={known} checked={choice === known} />
              <FormControl.Label>{t(`webhooks.form.secret.${known}`)}</FormControl.Label>
            </FormControl>
          ))}
        </RadioGroup>
      )}
      {asksSecret && <SecretField secret={secret} refusal={refusal} onChange={changed(setSecret)} />}
      <ActiveField isActive={isActive} refusal={refusal} onChange={changed(setIsActive)} />
      <div className={styles.buttons}>
        <Button type="submit" loading={loading}>
          {t('webhooks.form.save')}
        </Button>
        <SavedNotice>{saved > 0 ? t('webhooks.form.saved') : ''}</SavedNotice>
      </div>
    </form>
  );
}
