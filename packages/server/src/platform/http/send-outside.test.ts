import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Receiver } from '../../testing/receiver.ts';
import { isOutside } from './outside-address.ts';
import { type Sending, sendOutside } from './send-outside.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await Receiver.open();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.reply = (response) => void response.writeHead(204).end();
});
afterAll(() => receiver.close());

const send = (url: string, wish: Partial<Sending> = {}) =>
  sendOutside({
    url: new URL(url),
    headers: { 'Content-Type': 'text/plain', 'X-One': '1' },
    body: Buffer.from('hello'),
    allowPrivate: true,
    timeoutMs: 5_000,
    keepBytes: 1024,
    ...wish,
  });

test('what is sent arrives as it is, and the answer is kept', async () => {
  receiver.reply = (response) =>
    void response.writeHead(418, { 'X-Two': '2', 'Set-Cookie': ['a=1', 'b=2'] }).end('short\0 and stout');

  const { statusCode, headers, body } = await send(receiver.url());

  expect(statusCode).toBe(418);
  expect(headers).toMatchObject({ 'x-two': '2', 'set-cookie': 'a=1, b=2' });
  expect(body).toBe('short\uFFFD and stout');
  expect(receiver.received).toMatchObject([
    { path: '/hook', body: 'hello', headers: { 'x-one': '1', 'content-length': '5' } },
  ]);
});

test('of a long answer the first part is kept, and the rest is not waited for', async () => {
  receiver.reply = (response) => {
    response.writeHead(200);
    // Never ends by itself.
    const write = () => {
      while (response.write('x'.repeat(1000)));
      response.once('drain', write);
    };
    write();
  };
  expect(await send(receiver.url())).toMatchObject({ statusCode: 200, body: 'x'.repeat(1024) });
});

test.each([
  ['says nothing', () => {}],
  ['stops in the middle', (response: Parameters<Receiver['reply']>[0]) => void response.writeHead(200).write('a')],
])('a receiver that %s is given up when the time is over', async (_, reply) => {
  receiver.reply = reply;
  await expect(send(receiver.url(), { timeoutMs: 200 })).rejects.toThrow('no whole answer within 0.2 seconds');
});

test.each(['', 'Upgrade: websocket\r\nConnection: Upgrade\r\n'])(
  'an answer that leaves HTTP for something else ends the connection, and is an answer like any other: %j',
  async (upgrade) => {
    receiver.reply = (response) => void response.socket!.write(`HTTP/1.1 101 Switching Protocols\r\n${upgrade}\r\n`);
    expect(await send(receiver.url(), { timeoutMs: 2_000 })).toMatchObject({ statusCode: 101, body: '' });
  },
);

test('what comes back and is no HTTP is told as that', async () => {
  receiver.reply = (response) => void response.socket!.end('SSH-2.0-OpenSSH_9.2\r\n');
  await expect(send(receiver.url())).rejects.toThrow(/^What came back is no answer in HTTP \(HPE_\w+\)\.$/);
  receiver.reply = (response) => void response.socket!.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`);
  await expect(send(receiver.url())).rejects.toThrow('HPE_HEADER_OVERFLOW');
});

test('an address where nobody listens is told by its kind of failure alone', async () => {
  const gone = await Receiver.open();
  const url = gone.url();
  await gone.close();
  await expect(send(url)).rejects.toThrow(/^The address could not be reached \(ECONNREFUSED\)\.$/);
});

test('a redirect is an answer like any other: nothing is sent on', async () => {
  receiver.reply = (response, { path }) =>
    void (path === '/hook' ? response.writeHead(307, { Location: receiver.url('/inside') }) : response).end();
  expect(await send(receiver.url())).toMatchObject({ statusCode: 307 });
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
});

test.each([
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '127.0.0.1.',
  '[::ffff:127.0.0.1]',
  '0',
  '[::]',
])('http://%s is this machine, however it is spelt, and refused', async (host) => {
  await expect(send(receiver.url('/hook', host), { allowPrivate: false })).rejects.toThrow('The address is private');
  expect(receiver.received).toEqual([]);
});

test.each(['localhost', 'LOCALHOST'])(
  'http://%s is looked up, and what it stands for is refused before anything is sent; unless that is allowed',
  async (host) => {
    await expect(send(receiver.url('/hook', host), { allowPrivate: false })).rejects.toThrow('The address is private');
    expect(receiver.received).toEqual([]);
    expect(await send(receiver.url('/hook', host))).toMatchObject({ statusCode: 204 });
  },
);

test('with the dot of the root the name of this machine is no way in either', async () => {
  // Some systems know no such name.
  await expect(send(receiver.url('/hook', 'localhost.'), { allowPrivate: false })).rejects.toThrow(/^The address/);
  expect(receiver.received).toEqual([]);
});

test.each(['8.8.8.8', '1.1.1.1', '172.15.255.255', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is of the Internet',
  (address) => expect(isOutside(address)).toBe(true),
);

test.each([
  ['loopback', ['127.0.0.1', '127.255.255.254', '::1']],
  ['private', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1', 'fec0::1']],
  ['link-local, where clouds keep their secrets', ['169.254.169.254', 'fe80::1']],
  ['shared by carriers', ['100.64.0.1', '100.127.255.255']],
  ['unspecified', ['0.0.0.0', '0.1.2.3', '::']],
  ['multicast or broadcast', ['224.0.0.1', '239.1.1.1', '255.255.255.255', 'ff02::1']],
  [
    'for protocols and documentation',
    ['192.0.0.8', '192.0.2.1', '198.18.0.1', '203.0.113.5', '2001:db8::1', '3fff::1'],
  ],
  ['an IPv4 address in IPv6', ['::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1']],
  ['no address', ['', 'somewhere', '8.8.8', '2606:4700::1111%eth0']],
  ['a tunnel', ['2002:7f00:1::', '2001:0:1::', '192.88.99.1']],
])('what is %s is not of the Internet', (_, addresses) => {
  expect(addresses.filter(isOutside)).toEqual([]);
});
