import type { TokenKind } from '@countersign/schema';
import { type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import { type TokenToTell, tokenUrl } from '../tokens/token.mail.ts';

/** Where a secret could be read: the repository as `owner/name`, and the commit or tag. */
export type LeakPlace = { repository: string; commit: string };
type KindOfPerson = Exclude<TokenKind, 'APP_INSTALLATION'>;
export type LeakedToken = Omit<TokenToTell, 'kind'> & { kind: KindOfPerson; place: LeakPlace | null };

type Words = {
  kinds: Record<KindOfPerson, string>;
  subject: (name: string) => string;
  subjectOfApp: (name: string) => string;
  heading: string;
  found: (kind: string, name: string) => string;
  reported: (kind: string, name: string) => string;
  token: string;
  app: string;
  owner: string;
  repository: string;
  commit: string;
  history: string;
  advice: string;
  adviceOfApp: string;
  view: string;
  viewApps: string;
  log: string;
  why: string;
};

const TEXTS: Texts<Words> = {
  en: {
    kinds: {
      FINE_GRAINED: 'fine-grained personal access token',
      CLASSIC: 'personal access token (classic)',
      OAUTH: 'access token of an OAuth application',
      APP_USER: 'access token of the App',
      APP_REFRESH: 'refresh token of the App',
    },
    subject: (name) => `Action needed: your token "${name}" was revoked`,
    subjectOfApp: (name) => `Action needed: a token of the App "${name}" was revoked`,
    heading: 'A token was revoked because others may know its secret',
    found: (kind, name) =>
      `The secret of the ${kind} "${name}" was found in a public repository, where anybody could read it. The token was revoked in the same moment: it works nowhere any more, and cannot be revived.`,
    reported: (kind, name) =>
      `Somebody who came by the secret of the ${kind} "${name}" reported it. The token was revoked in the same moment: it works nowhere any more, and cannot be revived.`,
    token: 'Token',
    app: 'App',
    owner: 'Resource owner',
    repository: 'Found in',
    commit: 'Commit',
    history:
      'There is no need to rewrite the history of the repository: the secret that stands there opens nothing now.',
    advice:
      'Look through your security log for what you did not do yourself. What still needs a token needs a new one, kept where only you can read it.',
    adviceOfApp:
      'The App acted for you with this token. Look through your security log for what neither you nor the App should have done. If you do not trust the App with another token, revoke what you agreed to: all its tokens for you end then.',
    view: 'View the token',
    viewApps: 'View the Apps that act for you',
    log: 'View your security log',
    why: 'You get this mail because it is about the security of your account. It cannot be switched off.',
  },
  ko: {
    kinds: {
      FINE_GRAINED: '세분화된 개인 액세스 토큰',
      CLASSIC: '개인 액세스 토큰(클래식)',
      OAUTH: 'OAuth 애플리케이션의 액세스 토큰',
      APP_USER: '앱의 액세스 토큰',
      APP_REFRESH: '앱의 새로 고침 토큰',
    },
    subject: (name) => `조치 필요: "${name}" 토큰이 취소되었습니다`,
    subjectOfApp: (name) => `조치 필요: "${name}" 앱의 토큰이 취소되었습니다`,
    heading: '비밀 값이 노출되어 토큰이 취소되었습니다',
    found: (kind, name) =>
      `누구나 읽을 수 있는 공개 저장소에서 "${name}" 토큰의 비밀 값이 발견되었습니다. 종류는 ${kind}입니다. 이 토큰은 발견 즉시 취소되어 이제 어디에서도 사용할 수 없으며, 되살릴 수 없습니다.`,
    reported: (kind, name) =>
      `"${name}" 토큰의 비밀 값을 알게 된 누군가가 이를 신고했습니다. 종류는 ${kind}입니다. 이 토큰은 신고 즉시 취소되어 이제 어디에서도 사용할 수 없으며, 되살릴 수 없습니다.`,
    token: '토큰',
    app: '앱',
    owner: '리소스 소유자',
    repository: '발견된 저장소',
    commit: '커밋',
    history: '저장소의 기록을 다시 쓰실 필요는 없습니다. 그곳에 남아 있는 비밀 값으로는 이제 아무것도 할 수 없습니다.',
    advice:
      '보안 로그에서 본인이 하지 않은 일이 있는지 확인해 주십시오. 토큰이 계속 필요하시면 새 토큰을 만들어 본인만 읽을 수 있는 곳에 보관하시기 바랍니다.',
    adviceOfApp:
      '이 앱은 이 토큰으로 회원님을 대신해 작업했습니다. 보안 로그에서 회원님이나 앱이 하지 않았어야 할 일이 있는지 확인해 주십시오. 이 앱에 다시 토큰을 맡기고 싶지 않으시면 권한 부여를 취소하십시오. 그러면 회원님을 위한 이 앱의 모든 토큰이 취소됩니다.',
    view: '토큰 보기',
    viewApps: '나를 대신하는 앱 보기',
    log: '보안 로그 보기',
    why: '계정 보안에 관한 내용이므로 이 메일을 보내 드립니다. 이 메일은 수신을 끌 수 없습니다.',
  },
};

/** To its user, at once: others know the secret, so the token was ended. Never the secret itself. (ML-3, EX-4, EX-5, TK-2) */
export function leakedTokenMail(token: LeakedToken, { locale }: Reader, { publicUrl }: MailPlace): MailContent {
  const texts = textsFor(TEXTS, locale);
  const { kind, name, organization, place } = token;
  const isOfApp = kind === 'APP_USER' || kind === 'APP_REFRESH';
  const facts: [string, string][] = [[isOfApp ? texts.app : texts.token, name]];
  if (organization) facts.push([texts.owner, organization]);
  if (place) facts.push([texts.repository, place.repository], [texts.commit, place.commit]);
  return composeMail({
    locale,
    subject: (isOfApp ? texts.subjectOfApp : texts.subject)(name),
    heading: texts.heading,
    blocks: [
      (place ? texts.found : texts.reported)(texts.kinds[kind], name),
      { facts },
      ...(place ? [texts.history] : []),
      isOfApp ? texts.adviceOfApp : texts.advice,
    ],
    button: isOfApp
      ? { label: texts.viewApps, url: `${publicUrl}/settings/applications` }
      : buttonFor(token, texts, publicUrl),
    why: texts.why,
  });
}

/** The token has a page of its own while its user has not deleted it, and when they made it themselves. */
function buttonFor({ id, kind, isDeleted }: LeakedToken, { view, log }: Words, publicUrl: string) {
  const isPersonal = kind === 'FINE_GRAINED' || kind === 'CLASSIC';
  return isPersonal && !isDeleted
    ? { label: view, url: tokenUrl(publicUrl, { id, kind }) }
    : { label: log, url: `${publicUrl}/settings/security-log` };
}
