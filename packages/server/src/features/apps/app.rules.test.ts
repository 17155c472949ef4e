import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areSame, narrowPermissions, permissionsBeyond, readAppPermissions } from './app-permissions.rules.ts';
import { problemsWithApp, problemsWithSlug, slugOf } from './app.rules.ts';
import { readSelection } from './installation.rules.ts';

test.each([
  ['Review bot', 'review-bot'],
  ['  --Café & Söhne: 2nd!  ', 'cafe-sohne-2nd'],
  ['검토 봇', ''],
  ['x'.repeat(60), 'x'.repeat(39)],
  [`${'x'.repeat(38)} y`, 'x'.repeat(38)],
])('AP-1: the name %j leads to the slug %j', (name, slug) => expect(slugOf(name)).toBe(slug));

test('AP-1: a slug made of a name is a good one, or there is none', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const slug = slugOf(name);
      expect(slug === '' || slug === 'new' || Object.keys(problemsWithSlug(slug, true)).length === 0).toBe(true);
    }),
  ));

test('AP-1: an App called like the form for new ones wants another slug', () =>
  expect(problemsWithSlug(slugOf('New!'), true)).toEqual({ slug: expect.stringContaining('Choose another') }));

test.each([
  [{ name: ' ' }, ['name']],
  [{ name: 'x'.repeat(101) }, ['name']],
  [{ name: 'x'.repeat(100), description: 'x'.repeat(1025) }, ['description']],
  [{ name: 'Trusted \u202Etob' }, ['name']],
  [{ name: 'two\nlines' }, ['name']],
  [{ name: '검토 봇 🤖' }, []],
  [{ description: null }, []],
])('the words %j are bad in %j', (words, fields) => expect(Object.keys(problemsWithApp(words))).toEqual(fields));

test.each([
  [[{ key: 'contents', level: 'write' }], { permissions: { contents: 'write', metadata: 'read' } }],
  [[{ key: 'members', level: 'read' }], { permissions: { members: 'read' } }],
  [[{ key: 'checks', level: 'read' }], { permissions: { checks: 'read', metadata: 'read' } }],
  [[], { permissions: {} }],
  [[{ key: 'emails', level: 'read' }], { problem: expect.stringContaining('a person') }],
  [[{ key: 'metadata', level: 'write' }], { problem: 'metadata has no level write; it has read.' }],
  [[{ key: 'constructor', level: 'read' }], { problem: 'There is no permission constructor.' }],
  [[{ key: '__proto__', level: 'read' }], { problem: 'There is no permission __proto__.' }],
  [
    [
      { key: 'contents', level: 'read' },
      { key: 'contents', level: 'write' },
    ],
    { problem: 'contents stands there twice.' },
  ],
] as const)('AP-1: an App that asks for %j', (wishes, expected) =>
  expect(readAppPermissions(wishes)).toEqual(expected),
);

test('AP-1: what is asked for beyond what is held is new, or higher', () => {
  const held = { contents: 'read', metadata: 'read', members: 'write' } as const;
  const asked = { contents: 'write', metadata: 'read', members: 'read', checks: 'read' } as const;
  expect(permissionsBeyond(asked, held)).toEqual({ contents: 'write', checks: 'read' });
  expect(permissionsBeyond(held, held)).toEqual({});
});

test('two sets of permissions are the same in any order, and in nothing else', () => {
  expect(areSame({ a: 'read', b: 'write' }, { b: 'write', a: 'read' })).toBe(true);
  expect(areSame({ a: 'read' }, { a: 'read', b: 'write' })).toBe(false);
  expect(areSame({ a: 'read' }, { a: 'write' })).toBe(false);
});

test('a narrowed token keeps `metadata: read` where it has repositories', () => {
  const held = { contents: 'write', metadata: 'read', members: 'read' } as const;
  expect(narrowPermissions(held, { contents: 'read' })).toEqual({
    permissions: { contents: 'read', metadata: 'read' },
  });
  expect(narrowPermissions(held, { members: 'read' })).toEqual({ permissions: { members: 'read' } });
  expect(narrowPermissions(held, { contents: 'everything' })).toHaveProperty('problem');
  expect(narrowPermissions(held, { constructor: 'read' })).toHaveProperty('problem');
});

test.each([
  ['ALL', 0, { repositorySelection: 'ALL' }],
  ['SUBSET', 500, { repositorySelection: 'SUBSET' }],
  ['SUBSET', 501, { problems: { repositories: 'At most 500 repositories.' } }],
  ['SUBSET', 0, { problems: { repositories: 'Choose at least one repository.' } }],
  ['ALL', 1, { problems: { repositories: 'Repositories are named only with the selection SUBSET.' } }],
  ['NONE', 0, { problems: { repositorySelection: 'ALL or SUBSET.' } }],
])('an installation on %s with %i repositories', (selection, named, expected) =>
  expect(readSelection(selection, named)).toEqual(expected),
);
