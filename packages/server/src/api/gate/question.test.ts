import { expect, test } from 'vitest';
import { questionInAddress, questionOf } from './question.ts';

const asks = (method: string, uri: string) => questionInAddress(method, uri)?.permission ?? null;

test.each([
  ['GET', '/git/acme/website.git/info/refs?service=git-upload-pack', 'contents:read'],
  ['POST', '/git/acme/website.git/git-upload-pack', 'contents:read'],
  ['GET', '/git/acme/website.git/info/refs?service=git-receive-pack', 'contents:write'],
  ['POST', '/git/acme/website.git/git-receive-pack', 'contents:write'],
  ['GET', '/api/v3/repos/acme/website', 'metadata:read'],
  ['HEAD', '/api/v3/repos/acme/website?per_page=1', 'metadata:read'],
  ['PATCH', '/api/v3/repos/acme/website', 'administration:write'],
  ['DELETE', '/api/v3/repos/acme/website', 'administration:write'],
  ['GET', '/api/v3/repos/acme/website/languages', 'metadata:read'],
  ['GET', '/api/v3/repos/acme/website/contents/docs/a%20b.md?ref=main', 'contents:read'],
  ['PUT', '/api/v3/repos/acme/website/contents/docs%2Freadme.md', 'contents:write'],
  ['POST', '/api/v3/repos/acme/website/git/refs', 'contents:write'],
  ['GET', '/api/v3/repos/acme/website/branches/feature%2Fone', 'contents:read'],
  ['GET', '/api/v3/repos/acme/website/branches/main/protection', 'administration:read'],
  ['GET', '/api/v3/repos/acme/website/commits/main/status', 'statuses:read'],
  ['GET', '/api/v3/repos/acme/website/compare/main...next', 'contents:read'],
  ['GET', '/api/v3/repos/acme/website/issues/1/comments', 'issues:read'],
  ['POST', '/api/v3/repos/acme/website/issues', 'issues:write'],
  ['POST', '/api/v3/repos/acme/website/pulls', 'pull_requests:write'],
  ['PUT', '/api/v3/repos/acme/website/pulls/1/merge', 'contents:write'],
  ['GET', '/api/v3/repos/acme/website/actions/runs', 'actions:read'],
  ['PUT', '/api/v3/repos/acme/website/actions/secrets/KEY', 'secrets:write'],
  ['POST', '/api/v3/repos/acme/website/hooks', 'repository_hooks:write'],
])('GT-4: %s %s needs %s', (method, uri, permission) => {
  expect(questionInAddress(method, uri)).toEqual({ owner: 'acme', repository: 'website', permission });
});

test('what is encoded in an address is decoded once', () => {
  expect(questionInAddress('GET', '/%67it/%61cme/web%73ite.git/info/refs?service=git-upload-pack')).toEqual({
    owner: 'acme',
    repository: 'website',
    permission: 'contents:read',
  });
});

const REST = '/api/v3/repos/acme/website';
test.each([
  // No address of a repository.
  ['GET', '/'],
  ['GET', ''],
  ['GET', '/api/v3/user'],
  ['GET', '/api/v3/repos/acme'],
  ['GET', '/api/v4/repos/acme/website'],
  ['GET', '/git/acme/website.git/HEAD'],
  ['GET', '/git/acme/website.git/info/refs'],
  ['GET', '/git/acme/website/info/refs?service=git-upload-pack'],
  ['POST', '/git/acme/website.git/info/lfs/objects/batch'],
  // Another site.
  ['GET', `http://elsewhere.test${REST}`],
  ['GET', `//elsewhere.test${REST}`],
  // Somewhere else, once a server behind has made it plain.
  ['GET', `${REST}/contents/../../payroll`],
  ['GET', `${REST}/./contents/a`],
  ['GET', `${REST}/contents/%2e%2e/%2e%2e/payroll`],
  ['GET', `${REST}/contents/a%2F..%2F..%2Fpayroll`],
  ['GET', `${REST}/contents/%252e%252e/a`],
  ['GET', `${REST}//contents`],
  ['GET', `${REST}/`],
  ['GET', `${REST}/contents/..;/a`],
  ['GET', `${REST}/contents/a\\..\\b`],
  ['GET', `${REST}/contents/%5c`],
  ['GET', `${REST}/contents/a#b`],
  ['GET', `${REST}/contents/a%00`],
  ['GET', `${REST}/contents/a%0d%0ab`],
  ['GET', `${REST}/contents/%ff`],
  ['GET', `${REST}/contents/%`],
  ['GET', `${REST}/contents/a b`],
  ['GET', '/git/acme/x%2F..%2Fwebsite.git/info/refs?service=git-upload-pack'],
  ['GET', '/git/acme/%252e%252e.git/info/refs?service=git-upload-pack'],
  ['GET', '/git/acme%2Fwebsite.git/info/refs?service=git-upload-pack'],
  // Names that nobody can have.
  ['GET', '/api/v3/repos/-acme-/website'],
  ['GET', '/api/v3/repos/acme/web%20site'],
  ['GET', '/api/v3/repos/acme/website.git'],
  // Two readings.
  ['GET', '/git/acme/website.git/info/refs?service=git-upload-pack&service=git-receive-pack'],
  ['PUT', `${REST}/pulls/1%2Fmerge`],
  ['GET', `${REST}/branches/main%2Fprotection`],
  // What the table does not know.
  ['GET', `${REST}/invitations`],
  ['GET', `${REST}/commits/main/check-runs`],
  ['POST', `${REST}/languages`],
  ['OPTIONS', REST],
  ['get', REST],
  ['CONNECT', REST],
  ['constructor', REST],
])('GT-4: %s %s does not pass', (method, uri) => {
  expect(asks(method, uri)).toBeNull();
});

const QUERY = 'owner=acme&repository=website&permission=contents:read';
const WEBSITE = { owner: 'acme', repository: 'website', permission: 'contents:read' };
const FETCH = '/git/acme/website.git/git-upload-pack';
const original = { 'x-original-method': 'POST', 'x-original-uri': FETCH };
const forwarded = { 'x-forwarded-method': 'POST', 'x-forwarded-uri': FETCH };
const elsewhere = '/git/acme/payroll.git/git-upload-pack';

test.each([
  ['a query', QUERY, {}, WEBSITE],
  ['X-Original', '', original, WEBSITE],
  ['X-Forwarded', '', forwarded, WEBSITE],
  ['both, which agree', '', { ...original, ...forwarded }, WEBSITE],
  ['a query, whatever the headers say', QUERY, { ...original, 'x-original-uri': elsewhere }, WEBSITE],
  ['nothing', '', {}, null],
  ['both, which do not agree', '', { ...original, ...forwarded, 'x-original-uri': elsewhere }, null],
  ['one whole and half of the other', '', { ...forwarded, 'x-original-uri': FETCH }, null],
  ['half of each', '', { 'x-original-method': 'POST', 'x-forwarded-uri': FETCH }, null],
  ['a header that was sent twice', '', { ...original, 'x-original-uri': `${FETCH}, ${elsewhere}` }, null],
  ['a query without a permission', 'owner=acme&repository=website', original, null],
  ['a query with two repositories', `${QUERY}&repository=payroll`, original, null],
  ['a permission that is none', 'owner=acme&repository=website&permission=contents', {}, null],
  ['a name that is none', 'owner=acme&repository=../payroll&permission=contents:read', {}, null],
])('the gate is asked by %s', (_what, query, headers, question) => {
  expect(questionOf(new URLSearchParams(query), headers)).toEqual(question);
});
