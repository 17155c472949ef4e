import { describe, expect, test } from 'vitest';
import { problemWithRedirectUris, redirectUriFor } from './redirect-uri.rules.ts';

describe('AP-7: what may be registered', () => {
  test.each([
    'https://example.com',
    'https://example.com/',
    'https://example.com:8443/callback',
    'https://example.com/callback?tenant=1&x=%20',
    'https://xn--bcher-kva.example/zur%C3%BCck',
    'https://Example.com/CallBack',
    'https://localhost/callback',
    'http://127.0.0.1/callback',
    'http://127.0.0.1:3000/callback?x=1',
    'http://[::1]:3000/callback',
    'http://localhost:3000',
    `https://example.com/${'a'.repeat(1004)}`,
  ])('%.60s is fine', (uri) => {
    expect(problemWithRedirectUris([uri])).toBeNull();
  });

  test.each([
    ['', 'not a whole URI'],
    ['/callback', 'not a whole URI'],
    ['//example.com/callback', 'not a whole URI'],
    ['example.com/callback', 'not a whole URI'],
    ['https://', 'not a whole URI'],
    ['https://example.com:99999/', 'not a whole URI'],
    ['https://example.com/a b', 'not a whole URI'],
    ['https://example.com/\\evil.example', 'not a whole URI'],
    ['https:\\\\example.com', 'not a whole URI'],
    ['https://example.com/\n', 'not a whole URI'],
    [' https://example.com/', 'not a whole URI'],
    ['https://bücher.example/', 'not a whole URI'],
    ['https:///example.com/', 'must begin with https://'],
    ['https:example.com', 'must begin with https://'],
    ['HTTPS://example.com/', 'must begin with https://'],
    ['http://example.com/callback', 'must begin with https://'],
    ['http://127.0.0.1.example.com/', 'must begin with https://'],
    ['http://localhost.example.com/', 'must begin with https://'],
    ['http://127.0.0.2/', 'must begin with https://'],
    ['http://0.0.0.0/', 'must begin with https://'],
    ['http://2130706433/', 'must begin with https://'],
    ['javascript:alert(1)', 'must begin with https://'],
    ['javascript://example.com/%0Aalert(1)', 'must begin with https://'],
    ['data:text/html,x', 'must begin with https://'],
    ['com.example.app:/callback', 'must begin with https://'],
    ['https://example.com/#', 'fragment'],
    ['https://example.com/#top', 'fragment'],
    ['https://me@example.com/', 'names a user'],
    ['https://me:secret@example.com/', 'names a user'],
    ['https://@example.com/', 'names a user'],
    ['http://127.0.0.1:3000@example.com/', 'names a user'],
    [`https://example.com/${'a'.repeat(1005)}`, 'at most 1024'],
  ])('%.60s is not: %s', (uri, problem) => {
    expect(problemWithRedirectUris(['https://example.com/fine', uri])).toContain(problem);
  });

  test('ten, and none twice', () => {
    const uris = Array.from({ length: 11 }, (_, index) => `https://example.com/${index}`);
    expect(problemWithRedirectUris(uris.slice(1))).toBeNull();
    expect(problemWithRedirectUris(uris)).toContain('at most 10');
    expect(problemWithRedirectUris([uris[0]!, uris[0]!])).toContain('more than once');
    expect(problemWithRedirectUris([])).toBeNull();
  });
});

describe('AP-7: where the browser is sent', () => {
  const WEB = 'https://example.com/callback?tenant=1';
  const DESKTOP = 'http://127.0.0.1:3000/callback';

  test.each([
    WEB,
    DESKTOP,
    'http://127.0.0.1/callback',
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:65535/callback',
  ])('%s as it is', (asked) => {
    expect(redirectUriFor([WEB, DESKTOP], asked)).toBe(asked);
  });

  test.each([
    '',
    'https://example.com/callback',
    'https://example.com/callback?tenant=1&x=2',
    'https://example.com/callback?tenant=2',
    'https://example.com/callback/?tenant=1',
    'https://example.com/Callback?tenant=1',
    'https://EXAMPLE.com/callback?tenant=1',
    'HTTPS://example.com/callback?tenant=1',
    'https://example.com:443/callback?tenant=1',
    'https://example.com:8443/callback?tenant=1',
    'http://example.com/callback?tenant=1',
    'https://www.example.com/callback?tenant=1',
    'https://example.com.evil.example/callback?tenant=1',
    'https://example.com@evil.example/callback?tenant=1',
    'https://evil.example/https://example.com/callback?tenant=1',
    'https://example.com/x/../callback?tenant=1',
    'https://example.com/callback?tenant=1#top',
    'http://127.0.0.1:3000/callback/',
    'http://127.0.0.1:3000/',
    'http://127.0.0.1:3000/callback?x=1',
    'http://127.0.0.1:3000/callback#x',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:3000@evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'https://127.0.0.1:3000/callback',
    'http://localhost:3000/callback',
    'http://[::1]:3000/callback',
    'javascript:alert(1)',
  ])('%s nowhere', (asked) => {
    expect(redirectUriFor([WEB, DESKTOP], asked)).toBeNull();
  });

  test('to the only one when none was asked for, and nowhere when there are several or none', () => {
    expect(redirectUriFor([WEB], null)).toBe(WEB);
    expect(redirectUriFor([WEB, DESKTOP], null)).toBeNull();
    expect(redirectUriFor([], null)).toBeNull();
    expect(redirectUriFor([], WEB)).toBeNull();
  });
});
