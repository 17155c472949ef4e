import { type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';

type Words<Told extends string[]> = {
  subject: string;
  heading: string;
  told: (...of: Told) => string;
  once: string;
  button: string;
  why: string;
};
type TakenWords = { subject: string; heading: string; told: (address: string) => string; nothing: string; why: string };

const VERIFICATION: Texts<Words<[address: string, login: string]>> = {
  en: {
    subject: 'Verify your e-mail address',
    heading: 'Verify your e-mail address',
    told: (address, login) =>
      `Open this link to verify ${address} for the account ${login}. A verified address is needed to make tokens.`,
    once: 'The link works once, within one hour. If that is not your account, ignore this mail: nothing happens without the link.',
    button: 'Verify the address',
    why: 'You get this mail because somebody added this address to their account. It cannot be switched off.',
  },
  ko: {
    subject: '이메일 주소를 인증해 주십시오',
    heading: '이메일 주소를 인증해 주십시오',
    told: (address, login) =>
      `${login} 계정에 추가된 ${address} 주소를 인증하려면 아래 링크를 여십시오. 토큰을 만들려면 인증된 주소가 필요합니다.`,
    once: '이 링크는 한 시간 이내에 한 번만 사용할 수 있습니다. 본인의 계정이 아니라면 이 메일을 무시하십시오. 링크를 열지 않으면 아무 일도 일어나지 않습니다.',
    button: '주소 인증하기',
    why: '누군가 이 주소를 자신의 계정에 추가했기 때문에 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
  },
};

const TAKEN: Texts<TakenWords> = {
  en: {
    subject: 'Your e-mail address was added to another account',
    heading: 'This address is verified already',
    told: (address) =>
      `Somebody added ${address} to their account. It is verified for another account, and an address belongs to one account only.`,
    nothing:
      'If that was you, remove the address from the other account first, then ask for a new link. Otherwise there is nothing to do.',
    why: 'You get this mail because somebody added this address to their account. It cannot be switched off.',
  },
  ko: {
    subject: '회원님의 이메일 주소가 다른 계정에 추가되었습니다',
    heading: '이미 인증된 주소입니다',
    told: (address) =>
      `누군가 ${address} 주소를 자신의 계정에 추가했습니다. 이 주소는 다른 계정에서 이미 인증되었으며, 한 주소는 한 계정에서만 사용할 수 있습니다.`,
    nothing:
      '본인이 추가하셨다면 먼저 다른 계정에서 이 주소를 삭제한 뒤 새 링크를 요청하십시오. 그렇지 않다면 하실 일은 없습니다.',
    why: '누군가 이 주소를 자신의 계정에 추가했기 때문에 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
  },
};

const RESET: Texts<Words<[name: string]>> = {
  en: {
    subject: 'Reset your password',
    heading: 'Reset your password',
    told: (name) => `Hello ${name}, somebody asked for a new password for your account. Open this link to choose one.`,
    once: 'The link works once, within one hour. If you did not ask for it, ignore this mail: your password stays as it is.',
    button: 'Choose a new password',
    why: 'You get this mail because it is about the security of your account. It cannot be switched off.',
  },
  ko: {
    subject: '비밀번호 재설정',
    heading: '비밀번호 재설정',
    told: (name) =>
      `${name} 님, 회원님 계정의 비밀번호 재설정 요청이 있었습니다. 새 비밀번호를 정하려면 아래 링크를 여십시오.`,
    once: '이 링크는 한 시간 이내에 한 번만 사용할 수 있습니다. 직접 요청하지 않으셨다면 이 메일을 무시하십시오. 비밀번호는 그대로 유지됩니다.',
    button: '새 비밀번호 정하기',
    why: '계정 보안에 관한 내용이므로 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
  },
};

/** Null where no link goes to the address: somebody else has verified it, who reads this in their own language and is not told who tried. */
export type VerificationMail =
  | { address: string; verification: { login: string; secret: string } }
  | { address: string; verification: null; locale: string };

/**
 * To an address that is to be verified: the link that does it, and for which account, or that it cannot be. The secret stands in the fragment, which no
 * server is sent. (TK-1)
 */
export function emailVerificationMail(
  mail: VerificationMail,
  { locale }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const { address, verification } = mail;
  if (!verification) return takenMail(mail);
  const { subject, heading, told, once, button, why } = textsFor(VERIFICATION, locale);
  const { login, secret } = verification;
  const blocks = [told(address, login), once];
  const url = `${publicUrl}/verify-email#${secret}`;
  return composeMail({ locale, subject, heading, blocks, button: { label: button, url }, why });
}

function takenMail({ address, locale }: { address: string; locale: string }): MailContent {
  const { subject, heading, told, nothing, why } = textsFor(TAKEN, locale);
  return composeMail({ locale, subject, heading, blocks: [told(address), nothing], why });
}

/** To the primary address of who forgot the password: the link to choose another. */
export function passwordResetMail(
  { secret }: { secret: string },
  { locale, name }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const { subject, heading, told, once, button, why } = textsFor(RESET, locale);
  const url = `${publicUrl}/password-reset#${secret}`;
  return composeMail({ locale, subject, heading, blocks: [told(name), once], button: { label: button, url }, why });
}
