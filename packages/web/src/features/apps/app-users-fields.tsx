import { Checkbox, FormControl, Textarea } from '@primer/react';
import { t } from '../../i18n/t.ts';
import type { Refusal } from '../../ui/use-refusal.ts';

/** What a form asks of an App that acts for people, in the order it stands there. */
export const USERS_FIELDS = ['redirectUris', 'userTokensExpire'] as const;
type AppUsers = { redirectUris: string; userTokensExpire: boolean };

/** The addresses in a text that has one on each line. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

type Props = {
  users: AppUsers;
  refusal: Refusal<(typeof USERS_FIELDS)[number]>;
  onChange: (part: Partial<AppUsers>) => void;
};

/** Where people are sent back to who let the App act for them, and how long it may without asking again. */
export const AppUsersFields = ({ users: { redirectUris, userTokensExpire }, refusal, onChange }: Props) => (
  <>
    <FormControl id={refusal.idOf('redirectUris')}>
      <FormControl.Label>{t('apps.users.redirectUris')}</FormControl.Label>
      <Textarea
        block
        rows={3}
        resize="vertical"
        spellCheck={false}
        autoCapitalize="none"
        placeholder="https://example.com/callback"
        value={redirectUris}
        validationStatus={refusal.texts.redirectUris ? 'error' : undefined}
        onChange={(event) => {
          onChange({ redirectUris: event.target.value });
          refusal.mend('redirectUris');
        }}
      />
      <FormControl.Caption>{t('apps.users.redirectUrisCaption')}</FormControl.Caption>
      {refusal.texts.redirectUris && (
        <FormControl.Validation variant="error">{refusal.texts.redirectUris}</FormControl.Validation>
      )}
    </FormControl>
    <FormControl id={refusal.idOf('userTokensExpire')}>
      <Checkbox
        checked={userTokensExpire}
        onChange={(event) => {
          onChange({ userTokensExpire: event.target.checked });
          refusal.mend('userTokensExpire');
        }}
      />
      <FormControl.Label>{t('apps.users.expire')}</FormControl.Label>
      <FormControl.Caption>{t('apps.users.expireCaption')}</FormControl.Caption>
      {refusal.texts.userTokensExpire && (
        <FormControl.Validation variant="error">{refusal.texts.userTokensExpire}</FormControl.Validation>
      )}
    </FormControl>
  </>
);
