import { type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import type { Decision } from './token-request.rules.ts';

export type DecidedMail = {
  decision: Decision;
  tokenName: string;
  organization: string;
  /** Whose decision it was: a login, or an App's name. */
  decider: string;
  reason: string | null;
  tokenUrl: string;
};

type Names = Pick<DecidedMail, 'tokenName' | 'organization' | 'decider'>;
type Words = Record<
  Decision,
  {
    subject: (names: Names) => string;
    heading: string;
    told: (names: Names) => string;
    outcome: (names: Names) => string;
  }
> & { reason: (decider: string) => string; view: string; why: (organization: string) => string; choose: string };

const TEXTS: Texts<Words> = {
  en: {
    APPROVED: {
      subject: ({ organization, tokenName }) => `[${organization}] Your token "${tokenName}" was approved`,
      heading: 'Your token was approved',
      told: ({ decider, tokenName, organization }) =>
        `${decider} approved the request of your fine-grained personal access token "${tokenName}" for access to ${organization}.`,
      outcome: ({ organization }) => `It now reaches what it asked for in ${organization}.`,
    },
    DENIED: {
      subject: ({ organization, tokenName }) => `[${organization}] Your token "${tokenName}" was denied`,
      heading: 'Your token was denied',
      told: ({ decider, tokenName, organization }) =>
        `${decider} denied the request of your fine-grained personal access token "${tokenName}" for access to ${organization}.`,
      outcome: ({ organization }) =>
        `What the token reached in ${organization} before, it reaches as before, and no more.`,
    },
    reason: (decider) => `The reason that ${decider} gave:`,
    view: 'View the token',
    why: (organization) =>
      `You get this mail because you made the token. Only you and the owners of ${organization} are told.`,
    choose: 'Choose which mails you get',
  },
  ko: {
    APPROVED: {
      subject: ({ organization, tokenName }) => `[${organization}] "${tokenName}" 토큰이 승인되었습니다`,
      heading: '토큰이 승인되었습니다',
      told: ({ decider, tokenName, organization }) =>
        `${decider} 님이 회원님의 세분화된 개인 액세스 토큰인 "${tokenName}" 토큰의 ${organization} 조직 접근 요청을 승인했습니다.`,
      outcome: ({ organization }) => `이제 이 토큰은 ${organization} 조직에서 요청한 범위에 접근할 수 있습니다.`,
    },
    DENIED: {
      subject: ({ organization, tokenName }) => `[${organization}] "${tokenName}" 토큰이 거부되었습니다`,
      heading: '토큰이 거부되었습니다',
      told: ({ decider, tokenName, organization }) =>
        `${decider} 님이 회원님의 세분화된 개인 액세스 토큰인 "${tokenName}" 토큰의 ${organization} 조직 접근 요청을 거부했습니다.`,
      outcome: ({ organization }) =>
        `${organization} 조직에서 이 토큰이 접근할 수 있는 범위는 요청 전과 같으며, 더 넓어지지 않습니다.`,
    },
    reason: (decider) => `${decider} 님이 밝힌 사유:`,
    view: '토큰 보기',
    why: (organization) =>
      `회원님이 만드신 토큰이므로 이 메일을 보내 드립니다. 회원님과 ${organization} 조직의 소유자에게만 알려 드립니다.`,
    choose: '받을 메일 선택하기',
  },
};

/** To the creator, at once: the token's request was approved or denied, with the reason if one was given. (ML-2) */
export function tokenRequestDecidedMail(
  { decision, reason, tokenUrl, ...names }: DecidedMail,
  { locale }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const texts = textsFor(TEXTS, locale);
  const { subject, heading, told, outcome } = texts[decision];
  return composeMail({
    locale,
    subject: subject(names),
    heading,
    blocks: [`${told(names)} ${outcome(names)}`, ...(reason ? [texts.reason(names.decider), { quote: reason }] : [])],
    button: { label: texts.view, url: tokenUrl },
    why: texts.why(names.organization),
    whyLink: { label: texts.choose, url: `${publicUrl}/settings/notifications` },
  });
}
