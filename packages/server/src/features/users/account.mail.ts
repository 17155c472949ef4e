import { momentIn, type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';

type PasswordWords = {
  subject: string;
  heading: string;
  told: (at: string) => string;
  warning: string;
  button: string;
};
type PrimaryWords = {
  subject: string;
  heading: string;
  told: string;
  before: string;
  now: string;
  warning: string;
  button: string;
};

const WHY: Texts<string> = {
  en: 'You get this mail because it is about the security of your account. It cannot be switched off.',
  ko: '계정 보안에 관한 내용이므로 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
};

const PASSWORD: Texts<PasswordWords> = {
  en: {
    subject: 'Your password was changed',
    heading: 'Your password was changed',
    told: (at) =>
      `The password of your account was changed on ${at}. Wherever else you were signed in, you have to sign in again.`,
    warning: 'If this was not you, choose a new password at once.',
    button: 'Reset your password',
  },
  ko: {
    subject: '비밀번호가 변경되었습니다',
    heading: '비밀번호가 변경되었습니다',
    told: (at) =>
      `회원님 계정의 비밀번호가 ${at}에 변경되었습니다. 로그인되어 있던 다른 곳에서는 다시 로그인하셔야 합니다.`,
    warning: '본인이 한 일이 아니라면 즉시 새 비밀번호를 정해 주십시오.',
    button: '비밀번호 재설정하기',
  },
};

const PRIMARY: Texts<PrimaryWords> = {
  en: {
    subject: 'Your primary e-mail address was changed',
    heading: 'Your primary e-mail address was changed',
    told: 'Mails about your account go to another address from now on, links to reset the password among them.',
    before: 'Before',
    now: 'Now',
    warning: 'If this was not you, change your password at once and look at your e-mail addresses.',
    button: 'View your e-mail addresses',
  },
  ko: {
    subject: '기본 이메일 주소가 변경되었습니다',
    heading: '기본 이메일 주소가 변경되었습니다',
    told: '이제부터 비밀번호 재설정 링크를 포함하여 계정에 관한 메일은 다른 주소로 발송됩니다.',
    before: '이전 주소',
    now: '현재 주소',
    warning: '본인이 한 일이 아니라면 즉시 비밀번호를 변경하고 이메일 주소를 확인해 주십시오.',
    button: '이메일 주소 보기',
  },
};

/** To its person: their password is another one. (SN-1) */
export function passwordChangedMail({ at }: { at: string }, { locale }: Reader, { publicUrl }: MailPlace): MailContent {
  const { subject, heading, told, warning, button } = textsFor(PASSWORD, locale);
  return composeMail({
    locale,
    subject,
    heading,
    blocks: [told(momentIn(locale, at)), warning],
    button: { label: button, url: `${publicUrl}/password-reset` },
    why: textsFor(WHY, locale),
  });
}

/** To the address that was primary, and to the one that is. */
export function primaryEmailChangedMail(
  { from, to }: { from: string; to: string },
  { locale }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const { subject, heading, told, before, now, warning, button } = textsFor(PRIMARY, locale);
  return composeMail({
    locale,
    subject,
    heading,
    blocks: [
      told,
      {
        facts: [
          [before, from],
          [now, to],
        ],
      },
      warning,
    ],
    button: { label: button, url: `${publicUrl}/settings/emails` },
    why: textsFor(WHY, locale),
  });
}
