import { expect, test } from 'vitest';
import { CANCELLED_ACTION, storyOfToken, type StoryRequest } from './story-of-token.ts';

const DAY_1 = '2026-11-01T08:00:00.000Z';
const DAY_2 = '2026-11-02T08:00:00.000Z';

const aRequest = (more: Partial<StoryRequest> = {}): StoryRequest => ({
  databaseId: 1,
  status: 'PENDING',
  reason: null,
  createdAt: DAY_1,
  decidedAt: null,
  decidedAutomatically: false,
  decisionReason: null,
  decidedBy: null,
  requester: { login: 'member' },
  isChange: false,
  ...more,
});
const ended = (status: 'APPROVED' | 'CANCELLED', more: Partial<StoryRequest> = {}) =>
  aRequest({ status, decidedAt: DAY_2, ...more });
const kindsOf = (...of: Parameters<typeof storyOfToken>) => storyOfToken(...of).map(({ kind }) => kind);

test('RQ-12: a request that another one follows in the same moment was replaced by an edit', () => {
  const next = aRequest({ databaseId: 2, createdAt: '2026-11-02T08:00:00.004Z' });
  expect(kindsOf([next, ended('CANCELLED')], [])).toEqual(['asked', 'replaced', 'edited']);
});

test('RQ-8: without the log, what the requester ended is withdrawn, and of the rest no cause is made up', () => {
  expect(kindsOf([ended('CANCELLED', { decidedBy: { login: 'member' } })], [])).toEqual(['asked', 'withdrawn']);
  expect(kindsOf([ended('CANCELLED')], [])).toEqual(['asked', 'cancelled']);
});

test('RQ-8: the log says why a request was cancelled', () => {
  const entry = { action: CANCELLED_ACTION, actorLogin: null, at: DAY_2, details: { cause: 'token_expired' } };
  expect(kindsOf([ended('CANCELLED')], [entry])).toEqual(['asked', 'token_expired']);
});

test('RQ-2: what a rule approved has no decider', () => {
  expect(kindsOf([ended('APPROVED', { decidedAutomatically: true })], [])).toEqual(['asked', 'approvedAutomatically']);
});

test('TK-11: what is asked while something is granted is a change, and not access', () => {
  const change = aRequest({ databaseId: 2, createdAt: '2026-11-03T08:00:00.000Z', isChange: true });
  expect(kindsOf([change, ended('APPROVED')], [])).toEqual(['asked', 'APPROVED', 'askedChange']);
});
