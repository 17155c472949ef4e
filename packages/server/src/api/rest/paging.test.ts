import type { FastifyReply } from 'fastify';
import { expect, test } from 'vitest';
import { linkHeader, readPage, tellPages } from './paging.ts';

test.each([
  [{}, { page: 1, perPage: 30, offset: 0 }],
  [
    { per_page: '50', page: '3' },
    { page: 3, perPage: 50, offset: 100 },
  ],
  [{ per_page: '1000' }, { perPage: 100 }],
  [
    { per_page: '-1', page: 'x' },
    { page: 1, perPage: 30 },
  ],
])('%j is read as %j', (query, page) => {
  expect(readPage(query)).toMatchObject(page);
});

test('AP-6: beyond the 100,000th row nothing is given', () => {
  expect(readPage({ per_page: '100', page: '1000' })).toMatchObject({ offset: 99_900 });
  expect(() => readPage({ per_page: '100', page: '1001' })).toThrow(/100000/);
});

test('the Link header leads from page to page', () => {
  const link = linkHeader(
    'http://x.test/api/v3/orgs/acme/repos?per_page=10&page=2',
    readPage({ per_page: '10', page: '2' }),
    25,
  );
  expect(link?.split(', ')).toEqual([
    '<http://x.test/api/v3/orgs/acme/repos?per_page=10&page=1>; rel="prev"',
    '<http://x.test/api/v3/orgs/acme/repos?per_page=10&page=1>; rel="first"',
    '<http://x.test/api/v3/orgs/acme/repos?per_page=10&page=3>; rel="next"',
    '<http://x.test/api/v3/orgs/acme/repos?per_page=10&page=3>; rel="last"',
  ]);
});

test('where there is one page there is no Link header', () => {
  expect(linkHeader('http://x.test/', readPage({}), 30)).toBeNull();
  expect(linkHeader('http://x.test/', readPage({}), 0)).toBeNull();
});

test.each(['/api/v3/orgs/acme/repos?type=all', 'http://elsewhere.test:80/api/v3/orgs/acme/repos?type=all'])(
  'links stay at our public address, also where the request line says %s',
  (url) => {
    const told: string[] = [];
    const reply = { header: (_name: string, value: string) => told.push(value) } as unknown as FastifyReply;
    tellPages(reply, { url }, { page: readPage({}), totalCount: 31, publicUrl: 'http://x.test:4000' });
    const next = '<http://x.test:4000/api/v3/orgs/acme/repos?type=all&page=2>';
    expect(told).toEqual([`${next}; rel="next", ${next}; rel="last"`]);
  },
);
