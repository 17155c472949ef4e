import { expect, test } from 'vitest';
import { readGitAddress } from './address.ts';

test.each([
  ['GET', '/git/acme/website.git/info/refs?service=git-upload-pack', 'git-upload-pack', 'info/refs'],
  ['GET', '/git/acme/website.git/info/refs?service=git-receive-pack', 'git-receive-pack', 'info/refs'],
  ['POST', '/git/acme/website.git/git-upload-pack', 'git-upload-pack', 'git-upload-pack'],
  ['POST', '/git/acme/website.git/git-receive-pack', 'git-receive-pack', 'git-receive-pack'],
])('%s %s is a request of the smart protocol', (method, url, service, path) => {
  expect(readGitAddress(method, url)).toEqual({ owner: 'acme', repository: 'website', service, path });
});

test('a name may hold dots, and even .git in its middle', () => {
  const address = readGitAddress('POST', '/git/acme/a.git.b.git/git-upload-pack');
  expect(address).toMatchObject({ repository: 'a.git.b' });
});

test.each([
  ['GET', '/git/acme/website.git/info/refs'],
  ['GET', '/git/acme/website.git/info/refs?service=git-upload-archive'],
  ['POST', '/git/acme/website.git/info/refs?service=git-upload-pack'],
  ['GET', '/git/acme/website.git/git-upload-pack'],
  ['GET', '/git/acme/website.git/HEAD'],
  ['GET', '/git/acme/website.git/config'],
  ['GET', '/git/acme/website.git/objects/info/packs'],
  ['GET', '/git/acme/website/info/refs?service=git-upload-pack'],
  ['GET', '/git/acme/../../etc/passwd'],
  ['GET', '/git/acme/x/../website.git/info/refs?service=git-upload-pack'],
  ['GET', '/git//website.git/info/refs?service=git-upload-pack'],
])('%s %s has no address', (method, url) => {
  expect(readGitAddress(method, url)).toBeNull();
});

test('what is escaped is left as it is, and so is no name', () => {
  const address = readGitAddress('GET', '/git/acme/%2e%2e%2fwebsite.git/info/refs?service=git-upload-pack');
  expect(address?.repository).toBe('%2e%2e%2fwebsite');
});
