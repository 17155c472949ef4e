import { expect, test } from 'vitest';
import type { Access } from './access-edit.ts';
import { changesSomething, type EditedToken, effectOf, toUpdateInput } from './edited-token.ts';
import type { TokenDraft } from './token-draft.ts';

const api = { id: 'R_api', name: 'api' };
const payroll = { id: 'R_payroll', name: 'payroll' };
const GRANTED: Access = {
  repositorySelection: 'SUBSET',
  repositories: [api],
  permissions: { contents: 'read', metadata: 'read' },
};
const aToken = (more: Partial<EditedToken> = {}): EditedToken => ({
  id: 'T_1',
  name: 'deploy',
  description: '',
  wanted: GRANTED,
  granted: GRANTED,
  waitsSince: null,
  ...more,
});
const aDraft = (more: Partial<TokenDraft> = {}): TokenDraft => ({
  name: 'deploy',
  description: '',
  resourceOwner: 'acme',
  expiry: { kind: 'never' },
  reason: 'Why',
  repositorySelection: 'SUBSET',
  repositories: [api],
  permissions: { contents: 'read' },
  ...more,
});
const acme = { login: 'acme', isOrganization: true, approvalRequired: true };
const WAITS = '2026-11-20T08:00:00Z';

test('TK-11: another name changes nothing else, whatever waits', () => {
  const token = aToken({ waitsSince: WAITS });
  const renamed = aDraft({ name: 'release ' });
  expect(effectOf(token, renamed, acme)).toMatchObject({ difference: null, asks: false, waiting: null });
  expect(toUpdateInput(token, renamed, acme)).toEqual({ tokenId: 'T_1', name: 'release' });
});

test('what is as it was is nothing to save', () => {
  expect(changesSomething(effectOf(aToken(), aDraft(), acme))).toBe(false);
});

test('TK-11: less applies at once, and no reason is sent', () => {
  const narrower = aDraft({ permissions: {}, repositorySelection: 'NONE' });
  const effect = effectOf(aToken(), narrower, acme);
  expect(effect.asks).toBe(false);
  expect(effect.difference?.dropped).toHaveLength(2);
  expect(effect.difference?.repositoriesRemoved).toEqual([api]);
  expect(toUpdateInput(aToken(), narrower, acme)).toEqual({
    tokenId: 'T_1',
    repositorySelection: 'NONE',
    permissions: [],
  });
});

test('TK-11: what is added, raised or wider is asked for, with the reason, against what is in force', () => {
  const wider = aDraft({ permissions: { contents: 'write', issues: 'read' }, repositories: [api, payroll] });
  expect(effectOf(aToken(), wider, acme)).toMatchObject({
    asks: true,
    difference: {
      added: [{ key: 'issues', level: 'read' }],
      raised: [{ key: 'contents', from: 'read', to: 'write' }],
      repositoriesAdded: [payroll],
      dropped: [],
    },
  });
  expect(toUpdateInput(aToken(), wider, acme)).toMatchObject({ repositories: ['R_api', 'R_payroll'], reason: 'Why' });
  expect(effectOf(aToken(), aDraft({ repositorySelection: 'ALL' }), acme)).toMatchObject({
    asks: true,
    difference: { toAll: true, repositoriesRemoved: [] },
  });
});

test('TK-11: where nobody has to approve, all of it applies at once', () => {
  const owner = { ...acme, approvalRequired: false };
  expect(effectOf(aToken(), aDraft({ repositorySelection: 'ALL' }), owner).asks).toBe(false);
});

test('RQ-12: an edit of the access replaces what waits; one back to what is in force takes it back', () => {
  const wanted = { ...GRANTED, permissions: { contents: 'write', metadata: 'read' } } as const;
  const token = aToken({ wanted, waitsSince: WAITS });
  const more = aDraft({ permissions: { contents: 'write', issues: 'read' } });
  expect(effectOf(token, more, acme).waiting).toBe('replaced');
  expect(effectOf(token, aDraft(), acme)).toMatchObject({ asks: false, waiting: 'withdrawn' });
});

test('RQ-1: before anything is granted, all that is wanted has to be approved', () => {
  const token = aToken({ granted: null, waitsSince: WAITS });
  const narrower = aDraft({ permissions: { metadata: 'read' } });
  expect(effectOf(token, narrower, acme)).toMatchObject({
    asks: true,
    waiting: 'replaced',
    difference: { added: [{ key: 'metadata', level: 'read' }], dropped: [] },
  });
});
