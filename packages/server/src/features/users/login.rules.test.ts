import fc from 'fast-check';
import { expect, test } from 'vitest';
import { problemWithRepositoryName } from '../repositories/repository.rules.ts';
import { problemWithLogin } from './login.rules.ts';

test.each(['a', '7', 'mina', 'a-b', 'a--b', 'x'.repeat(39)])(
  'SN-5: %s is a name for a person or an organization',
  (login) => {
    expect(problemWithLogin(login)).toBeNull();
  },
);

test.each(['', 'x'.repeat(40), 'Mina', 'a_b', 'a.b', 'a b', '-a', 'a-', '-', '한국', 'a\n', '../etc', 'a/b', 'ａ'])(
  'SN-5: %j is none',
  (login) => {
    expect(problemWithLogin(login)).toEqual(expect.any(String));
  },
);

test.each(['a', '7', 'Web.Site_1-2', '...', '.github', 'git', 'a.gitx', 'x'.repeat(100)])(
  'SN-5: %s is a name for a repository',
  (name) => {
    expect(problemWithRepositoryName(name)).toBeNull();
  },
);

test.each(['', '.', '..', 'a.git', 'a.GIT', '.git', 'x'.repeat(101), 'a b', 'a/b', '../a', 'a\0', 'a\n', '한국'])(
  'SN-5: %j is none for a repository',
  (name) => {
    expect(problemWithRepositoryName(name)).toEqual(expect.any(String));
  },
);

test('SN-5: whatever is a name needs no escaping in a path or an address', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9._/-]{1,8}$/));
  fc.assert(
    fc.property(text, (name) => {
      const isName = problemWithLogin(name) === null || problemWithRepositoryName(name) === null;
      expect(!isName || new URL(`http://x/${name}`).pathname === `/${name}`).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
