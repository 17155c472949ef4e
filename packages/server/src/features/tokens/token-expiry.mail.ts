import { momentIn, numberIn, type Texts, textsFor, untilIn } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import { type TokenToTell, tokenUrl } from './token.mail.ts';

/** At least one token, the first to end first. */
export type ExpiryMail = { tokens: TokenToTell[]; now: Date };

type Words = {
  subject: (name: string, until: string) => string;
  subjectOfMany: (count: string) => string;
  heading: string;
  headingOfMany: string;
  told: string;
  advice: string;
  detail: (moment: string, until: string) => string;
};
type Common = { why: string; choose: string };

const SOON: Texts<Words> = {
  en: {
    subject: (name, until) => `Your token "${name}" expires ${until}`,
    subjectOfMany: (count) => `${count} of your tokens expire soon`,
    heading: 'A token is about to expire',
    headingOfMany: 'Tokens are about to expire',
    told: 'The following expires soon, and works nowhere from then on:',
    advice:
      'Regenerate a token before then to go on with a new secret and a new expiry. An expired token cannot be revived.',
    detail: (moment, until) => `Expires ${until}, on ${moment}`,
  },
  ko: {
    subject: (name, until) => `"${name}" 토큰이 ${until} 만료됩니다`,
    subjectOfMany: (count) => `토큰 ${count}개가 곧 만료됩니다`,
    heading: '토큰이 곧 만료됩니다',
    headingOfMany: '토큰이 곧 만료됩니다',
    told: '다음 개인 액세스 토큰은 아래 시각부터 어디에서도 사용할 수 없습니다.',
    advice:
      '계속 사용하시려면 그 전에 토큰을 재생성하여 새 비밀 값과 새 만료일을 받으시기 바랍니다. 만료된 토큰은 되살릴 수 없습니다.',
    detail: (moment, until) => `${until} 만료: ${moment}`,
  },
};

const OVER: Texts<Words> = {
  en: {
    subject: (name) => `Your token "${name}" has expired`,
    subjectOfMany: (count) => `${count} of your tokens have expired`,
    heading: 'A token has expired',
    headingOfMany: 'Tokens have expired',
    told: 'The following has expired, and works nowhere any more:',
    advice: 'An expired token cannot be revived. What still needs one needs a new token.',
    detail: (moment) => `Expired on ${moment}`,
  },
  ko: {
    subject: (name) => `"${name}" 토큰이 만료되었습니다`,
    subjectOfMany: (count) => `토큰 ${count}개가 만료되었습니다`,
    heading: '토큰이 만료되었습니다',
    headingOfMany: '토큰이 만료되었습니다',
    told: '다음 개인 액세스 토큰은 이제 어디에서도 사용할 수 없습니다.',
    advice: '만료된 토큰은 되살릴 수 없습니다. 계속 필요하시면 새 토큰을 만드시기 바랍니다.',
    detail: (moment) => `만료 시각: ${moment}`,
  },
};

const COMMON: Texts<Common> = {
  en: { why: 'You get this mail because it is about your tokens.', choose: 'Choose which mails you get' },
  ko: { why: '회원님의 토큰에 관한 내용이므로 이 메일을 보내 드립니다.', choose: '받을 메일 선택하기' },
};

const expiryMail =
  (all: Texts<Words>) =>
  ({ tokens, now }: ExpiryMail, { locale }: Reader, { publicUrl }: MailPlace): MailContent => {
    const texts = textsFor(all, locale);
    const { why, choose } = textsFor(COMMON, locale);
    const [first, ...others] = tokens.map((token) => ({ ...token, until: untilIn(locale, token.expiresAt!, now) }));
    const detailOf = ({ organization, expiresAt, until }: typeof first & object) =>
      [texts.detail(momentIn(locale, expiresAt!), until), organization].filter(Boolean).join(' · ');
    return composeMail({
      locale,
      subject:
        others.length === 0
          ? texts.subject(first!.name, first!.until)
          : texts.subjectOfMany(numberIn(locale, tokens.length)),
      heading: others.length === 0 ? texts.heading : texts.headingOfMany,
      blocks: [
        texts.told,
        {
          items: [first!, ...others].map((token) => ({
            name: token.name,
            detail: detailOf(token),
            url: tokenUrl(publicUrl, token),
          })),
        },
        texts.advice,
      ],
      why,
      whyLink: { label: choose, url: `${publicUrl}/settings/notifications` },
    });
  };

/** To their user: tokens are about to expire. (ML-3) */
export const tokensExpireMail = expiryMail(SOON);
/** To their user: tokens have expired. (ML-3) */
export const tokensExpiredMail = expiryMail(OVER);
