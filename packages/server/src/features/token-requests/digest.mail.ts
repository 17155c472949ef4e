import { momentIn, numberIn, type Texts, textsFor } from '../../platform/mail/language.ts';
import { composeMail } from '../../platform/mail/layout.ts';
import type { MailPlace } from '../../platform/mail/mail-job.ts';
import type { MailContent, Reader } from '../../platform/mail/mail.ts';
import type { Arrived, WaitingIn, WaitingRequest } from './digest.store.ts';

/** At least one organization. */
export type DigestMail = { organizations: WaitingIn[] };

/** More would not be read, and some mail readers cut long mails. */
const MOST_ORGANIZATIONS = 20;

type Words = {
  digestSubject: (count: number, shown: string) => string;
  digestHeading: string;
  digestTold: string;
  title: (organization: string, count: number, shown: string) => string;
  waitsSince: (requester: string, moment: string) => string;
  reviewAll: (organization: string) => string;
  furtherOrganizations: (count: number, shown: string) => string;
  arrivedSubject: (organization: string, token: string) => string;
  arrivedHeading: string;
  arrivedTold: (requester: string, token: string, organization: string) => string;
  reason: (requester: string) => string;
  review: string;
  why: string;
  choose: string;
};

const TEXTS: Texts<Words> = {
  en: {
    digestSubject: (count, shown) =>
      count === 1 ? '1 token request waits for your review' : `${shown} token requests wait for your review`,
    digestHeading: 'Token requests wait for your review',
    digestTold:
      'Members ask to let fine-grained personal access tokens reach your organizations. This is what waits now:',
    title: (organization, count, shown) => `${organization}: ${shown} ${count === 1 ? 'request' : 'requests'}`,
    waitsSince: (requester, moment) => `Asked for by ${requester} on ${moment}`,
    reviewAll: (organization) => `Review all requests of ${organization}`,
    furtherOrganizations: (count, shown) =>
      count === 1 ? 'Requests wait in 1 more organization.' : `Requests wait in ${shown} more organizations.`,
    arrivedSubject: (organization, token) => `[${organization}] The token "${token}" asks for access`,
    arrivedHeading: 'A token asks for access',
    arrivedTold: (requester, token, organization) =>
      `${requester} asks to let the fine-grained personal access token "${token}" reach ${organization}.`,
    reason: (requester) => `The reason that ${requester} gave:`,
    review: 'Review the request',
    why: 'You get this mail because you are an owner of the organization.',
    choose: 'Choose which mails you get',
  },
  ko: {
    digestSubject: (_, shown) => `토큰 요청 ${shown}건이 검토를 기다리고 있습니다`,
    digestHeading: '토큰 요청이 검토를 기다리고 있습니다',
    digestTold:
      '구성원이 세분화된 개인 액세스 토큰으로 조직에 접근할 수 있도록 승인을 요청했습니다. 현재 대기 중인 요청은 다음과 같습니다.',
    title: (organization, _, shown) => `${organization}: 요청 ${shown}건`,
    waitsSince: (requester, moment) => `요청자 ${requester}, 요청 시각 ${moment}`,
    reviewAll: (organization) => `${organization} 조직의 모든 요청 검토하기`,
    furtherOrganizations: (_, shown) => `이 외에 조직 ${shown}곳에서 요청이 대기 중입니다.`,
    arrivedSubject: (organization, token) => `[${organization}] "${token}" 토큰의 접근 요청이 도착했습니다`,
    arrivedHeading: '토큰 접근 요청이 도착했습니다',
    arrivedTold: (requester, token, organization) =>
      `${requester} 님이 세분화된 개인 액세스 토큰인 "${token}" 토큰으로 ${organization} 조직에 접근할 수 있도록 승인을 요청했습니다.`,
    reason: (requester) => `${requester} 님이 밝힌 사유:`,
    review: '요청 검토하기',
    why: '조직의 소유자이시므로 이 메일을 보내 드립니다.',
    choose: '받을 메일 선택하기',
  },
};

const queueUrl = (publicUrl: string, organization: string) =>
  `${publicUrl}/organizations/${organization}/settings/personal-access-token-requests`;
const endOf = (texts: Words, publicUrl: string) => ({
  why: texts.why,
  whyLink: { label: texts.choose, url: `${publicUrl}/settings/notifications` },
});

/** To owners, once a day: all requests that wait, grouped by organization. (ML-1) */
export function tokenRequestDigestMail(
  { organizations }: DigestMail,
  { locale }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const texts = textsFor(TEXTS, locale);
  const total = organizations.reduce((sum, { count }) => sum + count, 0);
  const further = organizations.length - MOST_ORGANIZATIONS;
  const itemOf = (queue: string) => (request: WaitingRequest) => ({
    name: request.tokenName,
    detail: texts.waitsSince(request.requester, momentIn(locale, request.createdAt)),
    url: `${queue}/${request.id}`,
  });
  return composeMail({
    locale,
    subject: texts.digestSubject(total, numberIn(locale, total)),
    heading: texts.digestHeading,
    blocks: [
      texts.digestTold,
      ...organizations.slice(0, MOST_ORGANIZATIONS).flatMap(({ organization, count, first }) => {
        const queue = queueUrl(publicUrl, organization);
        return [
          { title: texts.title(organization, count, numberIn(locale, count)) },
          { items: first.map(itemOf(queue)) },
          { link: { label: texts.reviewAll(organization), url: queue } },
        ];
      }),
      ...(further > 0 ? [texts.furtherOrganizations(further, numberIn(locale, further))] : []),
    ],
    ...endOf(texts, publicUrl),
  });
}

/** To owners who want to hear of each request: one has arrived. (ML-1) */
export function tokenRequestArrivedMail(
  { id, organization, tokenName, requester, reason }: Arrived,
  { locale }: Reader,
  { publicUrl }: MailPlace,
): MailContent {
  const texts = textsFor(TEXTS, locale);
  return composeMail({
    locale,
    subject: texts.arrivedSubject(organization, tokenName),
    heading: texts.arrivedHeading,
    blocks: [
      texts.arrivedTold(requester, tokenName, organization),
      ...(reason ? [texts.reason(requester), { quote: reason }] : []),
    ],
    button: { label: texts.review, url: `${queueUrl(publicUrl, organization)}/${id}` },
    ...endOf(texts, publicUrl),
  });
}
