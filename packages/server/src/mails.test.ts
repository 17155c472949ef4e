import { expect, test } from 'vitest';
import { leakedTokenMail } from './features/leaks/leaked-token.mail.ts';
import { tokenGrantRevokedMail } from './features/token-grants/token-grant.mail.ts';
import { tokenRequestArrivedMail, tokenRequestDigestMail } from './features/token-requests/digest.mail.ts';
import { tokenRequestDecidedMail } from './features/token-requests/token-request.mail.ts';
import { tokensExpiredMail, tokensExpireMail } from './features/tokens/token-expiry.mail.ts';
import { tokenCreatedMail, tokenRegeneratedMail, type TokenToTell } from './features/tokens/token.mail.ts';
import { emailVerificationMail, passwordResetMail } from './features/users/one-use-link.mail.ts';
import type { MailContent, Reader } from './platform/mail/mail.ts';

const place = { publicUrl: 'https://tokens.example.com' };
const now = new Date('2026-11-21T09:30:00.000Z');
const BAD = '<img src=x>\r\nBcc: a@example.com';
const token: TokenToTell = {
  id: 42,
  kind: 'FINE_GRAINED',
  name: BAD,
  organization: 'acme',
  expiresAt: new Date('2026-11-28T09:30:00.000Z'),
  isDeleted: false,
};
const classic: TokenToTell = { ...token, id: 7, kind: 'CLASSIC', organization: null };
const names = { tokenName: BAD, organization: 'acme', reason: BAD, tokenUrl: `${place.publicUrl}/settings/x` };
const waiting = { id: 5, tokenName: BAD, requester: 'mina', createdAt: now.toISOString() };
const organizations = [
  { organization: 'acme', count: 1_234, first: [waiting] },
  { organization: 'globex', count: 1, first: [waiting] },
];

type Case = [name: string, compose: (reader: Reader) => MailContent, en: string[], ko: string[]];
const CASES: Case[] = [
  [
    'created',
    (reader) => tokenCreatedMail(token, reader, place),
    ['was created', 'November 28, 2026 at 9:30 AM UTC', '/settings/personal-access-tokens/42'],
    ['생성되었습니다', '2026년 11월 28일 오전 9:30 UTC', '/settings/personal-access-tokens/42'],
  ],
  [
    'created, without end, and deleted since',
    (reader) => tokenCreatedMail({ ...classic, expiresAt: null, isDeleted: true }, reader, place),
    ['personal access token (classic)', 'Never', '/settings/security-log'],
    ['개인 액세스 토큰(클래식)', '만료되지 않음', '/settings/security-log'],
  ],
  [
    'regenerated',
    (reader) => tokenRegeneratedMail(classic, reader, place),
    ['has a new secret', '/settings/tokens/7'],
    ['새 비밀 값이 발급되었습니다', '/settings/tokens/7'],
  ],
  [
    'approved',
    (reader) => tokenRequestDecidedMail({ ...names, decision: 'APPROVED', decider: 'olga' }, reader, place),
    ['olga approved the request', '/settings/x', '/settings/notifications'],
    ['olga 님이', '승인했습니다', '/settings/x', '/settings/notifications'],
  ],
  [
    'denied',
    (reader) => tokenRequestDecidedMail({ ...names, decision: 'DENIED', decider: 'olga' }, reader, place),
    ['olga denied the request', 'The reason that olga gave'],
    ['거부했습니다', 'olga 님이 밝힌 사유'],
  ],
  [
    'revoked',
    (reader) => tokenGrantRevokedMail({ ...names, revoker: 'olga' }, reader),
    ['olga revoked the access', 'cannot be switched off'],
    ['접근 권한을 취소했습니다', '수신을 끌 수 없습니다'],
  ],
  [
    'about to expire',
    (reader) => tokensExpireMail({ tokens: [token, classic], now }, reader, place),
    ['2 of your tokens expire soon', 'Expires in 7 days', '/settings/tokens/7'],
    ['토큰 2개가 곧 만료됩니다', '7일 후 만료', '/settings/tokens/7'],
  ],
  [
    'expired',
    (reader) => tokensExpiredMail({ tokens: [token], now }, reader, place),
    ['has expired', 'Expired on November 28', '/settings/notifications'],
    ['만료되었습니다', '만료 시각: 2026년 11월 28일', '/settings/notifications'],
  ],
  [
    'found in public',
    (reader) =>
      leakedTokenMail({ ...token, place: { repository: 'acme/website', commit: 'f'.repeat(40) } }, reader, place),
    [
      'was found in a public repository',
      'Found in: acme/website',
      `Commit: ${'f'.repeat(40)}`,
      '/settings/personal-access-tokens/42',
    ],
    [
      '공개 저장소에서',
      '발견된 저장소: acme/website',
      `커밋: ${'f'.repeat(40)}`,
      '/settings/personal-access-tokens/42',
    ],
  ],
  [
    'reported, of an application',
    (reader) => leakedTokenMail({ ...classic, kind: 'OAUTH', place: null }, reader, place),
    ['an OAuth application', 'reported it', '/settings/security-log', 'cannot be switched off'],
    ['OAuth 애플리케이션의', '신고했습니다', '/settings/security-log', '수신을 끌 수 없습니다'],
  ],
  [
    'digest',
    (reader) => tokenRequestDigestMail({ organizations }, reader, place),
    ['1,235 token requests wait', 'acme: 1,234 requests', 'globex: 1 request', '/personal-access-token-requests/5'],
    ['토큰 요청 1,235건', 'acme: 요청 1,234건', 'globex: 요청 1건', '/personal-access-token-requests/5'],
  ],
  [
    'an address to verify',
    (reader) =>
      emailVerificationMail({ address: 'a@example.com', verification: { login: 'mina', secret: 's3' } }, reader, place),
    ['verify a@example.com for the account mina', '/verify-email#s3'],
    ['mina 계정에 추가된 a@example.com 주소를 인증하려면', '/verify-email#s3'],
  ],
  [
    'an address that somebody else has verified',
    ({ locale, ...reader }) =>
      emailVerificationMail(
        { address: 'a@example.com', verification: null, locale },
        { ...reader, locale: 'tlh' },
        place,
      ),
    ['It is verified for another account'],
    ['다른 계정에서 이미 인증되었으며'],
  ],
  [
    'a new password',
    (reader) => passwordResetMail({ secret: 's3' }, reader, place),
    ['Reset your password\nReset your password\n', 'Hello A, somebody asked', '/password-reset#s3'],
    ['비밀번호 재설정\n비밀번호 재설정\n', 'A 님, 회원님 계정의', '/password-reset#s3'],
  ],
  [
    'arrived',
    (reader) => tokenRequestArrivedMail({ ...waiting, organization: 'acme', reason: BAD }, reader, place),
    ['asks for access', 'mina asks to let', '/personal-access-token-requests/5'],
    ['접근 요청이 도착했습니다', 'mina 님이', '/personal-access-token-requests/5'],
  ],
];

const linksIn = (text: string) => new Set(text.match(/https:\/\/[^\s"<]+/g));

test.each(CASES)('ML-5: %s, in both languages, in text and HTML, and nothing breaks out', (_, compose, en, ko) => {
  for (const [locale, sentences] of Object.entries({ en, ko })) {
    const { subject, text, html } = compose({ email: 'a@example.com', name: 'A', locale, declined: [] });
    for (const sentence of sentences) expect(`${subject}\n${text}`).toContain(sentence);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(linksIn(html)).toEqual(linksIn(text));
    expect(/[가-힣]/.test(text)).toBe(locale === 'ko');
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc/m);
    expect(html).not.toContain('<img');
  }
});

test('ML-5: who reads a language there are no texts in gets English', () => {
  const reader = { email: 'a@example.com', name: 'A', locale: 'tlh', declined: [] };
  expect(tokenCreatedMail(token, reader, place).text).toContain('was created');
});

test('ML-1: a digest of very many organizations names the first, and how many more there are', () => {
  const many = Array.from({ length: 23 }, (_, at) => ({ ...organizations[1]!, organization: `org-${at}` }));
  const reader = { email: 'a@example.com', name: 'A', locale: 'en', declined: [] };
  const { text } = tokenRequestDigestMail({ organizations: many }, reader, place);
  expect(text).toContain('org-19: 1 request');
  expect(text).not.toContain('org-20:');
  expect(text).toContain('Requests wait in 3 more organizations.');
});
