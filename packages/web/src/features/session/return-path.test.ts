import { expect, test } from 'vitest';
import { returnPath } from './return-path.ts';

const HOME = 'https://countersign.example';

test.each([
  ['/settings/organizations?a=b#c', '/settings/organizations?a=b#c'],
  ['/sandbox', '/sandbox'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example/', '/'],
  ['/\t/evil.example/', '/'],
  ['/.//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?return_to=/login', '/'],
  [null, '/'],
])('after signing in with return_to %s one goes to %s', (asked, path) => {
  expect(returnPath(asked, HOME)).toBe(path);
});
