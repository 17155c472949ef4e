import { momentIn, type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail, type MailOutline } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import type { PersonalKind } from './token.entity.ts';

export type TokenToTell = {
  id: number;
  kind: PersonalKind;
  name: string;
  /** The login of the organization that it is for; null = its user's own, or a classic token. */
  organization: string | null;
  expiresAt: Date | null;
  isDeleted: boolean;
};

type Words = {
  kinds: Record<PersonalKind, string>;
  created: (kind: string, name: string) => Pick<MailOutline, 'subject' | 'heading'> & { told: string };
  regenerated: (kind: string, name: string) => Pick<MailOutline, 'subject' | 'heading'> & { told: string };
  token: string;
  owner: string;
  expires: string;
  never: string;
  warning: string;
  view: string;
  log: string;
  why: string;
};

const TEXTS: Texts<Words> = {
  en: {
    kinds: { FINE_GRAINED: 'fine-grained personal access token', CLASSIC: 'personal access token (classic)' },
    created: (kind, name) => ({
      subject: `Your token "${name}" was created`,
      heading: 'A token was created',
      told: `The ${kind} "${name}" was created in your account.`,
    }),
    regenerated: (kind, name) => ({
      subject: `Your token "${name}" was regenerated`,
      heading: 'A token was regenerated',
      told: `The ${kind} "${name}" in your account has a new secret. The old secret stopped working in the same moment.`,
    }),
    token: 'Token',
    owner: 'Resource owner',
    expires: 'Expires',
    never: 'Never',
    warning: 'If this was not you, delete the token at once and change your password.',
    view: 'View the token',
    log: 'View your security log',
    why: 'You get this mail because it is about the security of your account. It cannot be switched off.',
  },
  ko: {
    kinds: { FINE_GRAINED: '세분화된 개인 액세스 토큰', CLASSIC: '개인 액세스 토큰(클래식)' },
    created: (kind, name) => ({
      subject: `"${name}" 토큰이 생성되었습니다`,
      heading: '토큰이 생성되었습니다',
      told: `회원님의 계정에 "${name}" 토큰이 생성되었습니다. 종류는 ${kind}입니다.`,
    }),
    regenerated: (kind, name) => ({
      subject: `"${name}" 토큰이 재생성되었습니다`,
      heading: '토큰이 재생성되었습니다',
      told: `회원님의 계정에 있는 "${name}" 토큰에 새 비밀 값이 발급되었습니다. 종류는 ${kind}입니다. 이전 비밀 값은 그 즉시 사용할 수 없게 되었습니다.`,
    }),
    token: '토큰',
    owner: '리소스 소유자',
    expires: '만료',
    never: '만료되지 않음',
    warning: '본인이 한 일이 아니라면 즉시 토큰을 삭제하고 비밀번호를 변경해 주십시오.',
    view: '토큰 보기',
    log: '보안 로그 보기',
    why: '계정 보안에 관한 내용이므로 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
  },
};

/** Where a person finds their token. */
export const tokenUrl = (publicUrl: string, { id, kind }: Pick<TokenToTell, 'id' | 'kind'>) =>
  `${publicUrl}/settings/${kind === 'CLASSIC' ? 'tokens' : 'personal-access-tokens'}/${id}`;

const tokenMail =
  (event: 'created' | 'regenerated') =>
  (token: TokenToTell, { locale }: Reader, { publicUrl }: MailPlace): MailContent => {
    const texts = textsFor(TEXTS, locale);
    const { subject, heading, told } = texts[event](texts.kinds[token.kind], token.name);
    const expires = token.expiresAt ? momentIn(locale, token.expiresAt) : texts.never;
    return composeMail({
      locale,
      subject,
      heading,
      blocks: [
        told,
        {
          facts: [
            [texts.token, token.name],
            ...(token.organization ? [[texts.owner, token.organization] as [string, string]] : []),
            [texts.expires, expires],
          ],
        },
        texts.warning,
      ],
      button: token.isDeleted
        ? { label: texts.log, url: `${publicUrl}/settings/security-log` }
        : { label: texts.view, url: tokenUrl(publicUrl, token) },
      why: texts.why,
    });
  };

/** To its user: a token was made. Never its secret. (ML-3, TK-2) */
export const tokenCreatedMail = tokenMail('created');
/** To its user: a token has a new secret. Never the secret itself. (ML-3, TK-2) */
export const tokenRegeneratedMail = tokenMail('regenerated');
