import { type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';

export type RevokedMail = {
  tokenName: string;
  organization: string;
  /** Whose revocation it was: a login, or an App's name. */
  revoker: string;
  reason: string | null;
  tokenUrl: string;
};

type Words = {
  subject: (organization: string, tokenName: string) => string;
  heading: string;
  told: (names: Pick<RevokedMail, 'tokenName' | 'organization' | 'revoker'>) => string;
  reason: (revoker: string) => string;
  view: string;
  why: (organization: string) => string;
};

const TEXTS: Texts<Words> = {
  en: {
    subject: (organization, tokenName) => `[${organization}] The access of your token "${tokenName}" was revoked`,
    heading: "Your token's access was revoked",
    told: ({ revoker, tokenName, organization }) =>
      `${revoker} revoked the access of your fine-grained personal access token "${tokenName}" to ${organization}. The token goes on reading public repositories; you can ask for access again on its page.`,
    reason: (revoker) => `The reason that ${revoker} gave:`,
    view: 'View the token',
    why: (organization) =>
      `You get this mail because you made the token. Only you and the owners of ${organization} are told. It cannot be switched off.`,
  },
  ko: {
    subject: (organization, tokenName) => `[${organization}] "${tokenName}" 토큰의 접근 권한이 취소되었습니다`,
    heading: '토큰의 접근 권한이 취소되었습니다',
    told: ({ revoker, tokenName, organization }) =>
      `${revoker} 님이 회원님의 세분화된 개인 액세스 토큰인 "${tokenName}" 토큰의 ${organization} 조직 접근 권한을 취소했습니다. 이 토큰으로 공개 저장소는 계속 읽을 수 있으며, 토큰 페이지에서 접근을 다시 요청하실 수 있습니다.`,
    reason: (revoker) => `${revoker} 님이 밝힌 사유:`,
    view: '토큰 보기',
    why: (organization) =>
      `회원님이 만드신 토큰이므로 이 메일을 보내 드립니다. 회원님과 ${organization} 조직의 소유자에게만 알려 드립니다. 이 메일은 수신을 끌 수 없습니다.`,
  },
};

/** To the token's user, at once: an organization ended the token's access. (ML-2, GN-2) */
export function tokenGrantRevokedMail(data: RevokedMail, { locale }: Reader): MailContent {
  const { tokenName, organization, revoker, reason, tokenUrl } = data;
  const texts = textsFor(TEXTS, locale);
  return composeMail({
    locale,
    subject: texts.subject(organization, tokenName),
    heading: texts.heading,
    blocks: [texts.told(data), ...(reason ? [texts.reason(revoker), { quote: reason }] : [])],
    button: { label: texts.view, url: tokenUrl },
    why: texts.why(organization),
  });
}
