import { expect, test } from 'vitest';
import { problemWithAnswer } from './github-openapi.ts';

const organization = {
  login: 'acme',
  id: 1,
  node_id: 'x',
  url: 'http://x.test/orgs/acme',
  repos_url: 'http://x.test/orgs/acme/repos',
  events_url: 'http://x.test/orgs/acme/events',
  hooks_url: '',
  issues_url: '',
  members_url: '',
  public_members_url: '',
  avatar_url: '',
  description: null,
};

test('an answer in GitHub’s shape has no problem; null is taken where the shape allows it', () => {
  expect(problemWithAnswer('GET /user/orgs', 200, [organization])).toBeNull();
  expect(problemWithAnswer('GET /user/orgs', 200, [])).toBeNull();
});

test.each([
  [{ ...organization, login: null }, /body\/0\/login must be string/],
  [{ ...organization, id: '1' }, /body\/0\/id must be integer/],
  [{ ...organization, url: 'nowhere' }, /body\/0\/url must match format "uri"/],
  [{ ...organization, avatar_url: undefined }, /must have required property 'avatar_url'/],
])('a broken body is told: %j', (broken, problem) => {
  expect(problemWithAnswer('GET /user/orgs', 200, [JSON.parse(JSON.stringify(broken))])).toMatch(problem);
});

test('a body where there should be none, and none where there should be one, is told', () => {
  const single = 'POST /orgs/{org}/personal-access-tokens/{pat_id}';
  expect(problemWithAnswer(single, 204, '')).toBeNull();
  expect(problemWithAnswer(single, 204, {})).toMatch(/no body/);
  expect(problemWithAnswer('POST /orgs/{org}/personal-access-tokens', 202, '')).toMatch(/must be object/);
});

test('errors are checked too', () => {
  const list = 'GET /orgs/{org}/personal-access-tokens';
  expect(problemWithAnswer(list, 404, { message: 'Not Found', status: 404 })).toMatch(/status must be string/);
  expect(problemWithAnswer(list, 422, { message: 'Validation Failed' })).toMatch(/documentation_url/);
  expect(problemWithAnswer(list, 401, { message: 'Requires authentication', status: '401' })).toBeNull();
});

test('what GitHub does not describe cannot be checked', () => {
  expect(() => problemWithAnswer('GET /nothing', 200, {})).toThrow(/does not describe GET \/nothing/);
  expect(() => problemWithAnswer('GET /user/orgs', 299, [])).toThrow(/answers 299/);
});
