import { Checkbox, FormControl, TextInput } from '@primer/react';
import { t } from '../../i18n/t.ts';
import type { Refusal } from '../../ui/use-refusal.ts';

/** The parts of the forms that can be refused, in the order they stand there. */
export const WEBHOOK_FIELDS = ['url', 'secret', 'isActive'] as const;
type WebhookRefusal = Refusal<(typeof WEBHOOK_FIELDS)[number]>;

type Field<Name extends string, Value> = Record<Name, Value> & {
  refusal: WebhookRefusal;
  onChange: (value: Value) => void;
};

/** Where it goes. */
export const UrlField = ({ url, refusal: { texts, idOf, mend }, onChange }: Field<'url', string>) => (
  <FormControl id={idOf('url')} required>
    <FormControl.Label>{t('webhooks.form.url')}</FormControl.Label>
    <TextInput
      block
      type="url"
      autoComplete="off"
      placeholder="https://example.com/hook"
      value={url}
      validationStatus={texts.url ? 'error' : undefined}
      onChange={(event) => {
        onChange(event.target.value);
        mend('url');
      }}
    />
    <FormControl.Caption>{t('webhooks.form.urlCaption')}</FormControl.Caption>
    {texts.url && <FormControl.Validation variant="error">{texts.url}</FormControl.Validation>}
  </FormControl>
);

/** With what deliveries are signed; never filled in from what is stored. */
export const SecretField = ({ secret, refusal: { texts, idOf, mend }, onChange }: Field<'secret', string>) => (
  <FormControl id={idOf('secret')}>
    <FormControl.Label>{t('webhooks.form.secret')}</FormControl.Label>
    <TextInput
      block
      type="password"
      // Nobody's password: a browser should neither offer one nor keep this.
      autoComplete="new-password"
      value={secret}
      validationStatus={texts.secret ? 'error' : undefined}
      onChange={(event) => {
        onChange(event.target.value);
        mend('secret');
      }}
    />
    <FormControl.Caption>{t('webhooks.form.secretCaption')}</FormControl.Caption>
    {texts.secret && <FormControl.Validation variant="error">{texts.secret}</FormControl.Validation>}
  </FormControl>
);

/** Whether it goes there at all. */
export const ActiveField = ({ isActive, refusal: { texts, idOf, mend }, onChange }: Field<'isActive', boolean>) => (
  <FormControl id={idOf('isActive')}>
    <Checkbox
      checked={isActive}
      onChange={(event) => {
        onChange(event.target.checked);
        mend('isActive');
      }}
    />
    <FormControl.Label>{t('webhooks.form.active')}</FormControl.Label>
    <FormControl.Caption>{t('webhooks.form.activeCaption')}</FormControl.Caption>
    {texts.isActive && <FormControl.Validation variant="error">{texts.isActive}</FormControl.Validation>}
  </FormControl>
);
