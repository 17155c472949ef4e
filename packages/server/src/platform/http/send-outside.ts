import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isOutside } from './outside-address.ts';

/** The host of a URL as `isIP` reads it: a literal IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

export type Sending = {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  /** Addresses of this machine and of its network may be reached, too. */
  allowPrivate: boolean;
  /** From the look-up of the name to the end of the answer. */
  timeoutMs: number;
  /** As much of the answer's body is kept. */
  keepBytes: number;
};
export type Sent = { statusCode: number; headers: Record<string, string>; body: string };

/** Said of an address that must not be reached; the address itself is nobody's business who only knows the name. */
class NotOutside extends Error {
  constructor() {
    super('The address is private: it is not of the Internet.');
  }
}

/** Resolves a name to addresses of the Internet, or to none. What was checked is what is connected to: no second look-up, no rebinding. */
const lookupOutside: LookupFunction = (hostname, options, done) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) done(error ?? new NotOutside(), []);
    else if (!addresses.every(({ address }) => isOutside(address))) done(new NotOutside(), []);
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });

/**
 * Posts to an address that a person gave, and follows no redirect. Rejects, saying why in words for that person, when there was no whole answer in
 * time, or when the address is private, also by its name: nothing is sent then.
 */
export function sendOutside({ url, headers, body, allowPrivate, timeoutMs, keepBytes }: Sending): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: Error) => reject(new Error(wordsFor(error, signal, timeoutMs), { cause: error }));
    const host = hostOf(url);
    if (!allowPrivate && isIP(host) !== 0 && !isOutside(host)) return fail(new NotOutside());
    const options = {
      method: 'POST',
      headers: { ...headers, 'Content-Length': String(body.length) },
      // A connection of its own: none that was kept, and checked for something else.
      agent: false,
      signal,
      ...(!allowPrivate && { lookup: lookupOutside }),
    };
    const answered = (response: IncomingMessage, text: string) =>
      resolve({ statusCode: response.statusCode!, headers: plainHeaders(response), body: text });
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      readStart(response, keepBytes).then((text) => answered(response, text), fail);
    });
    // Unheard, an answer that leaves HTTP would end the request without a word.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      answered(response, '');
    });
    request.on('error', fail);
    // Whatever becomes of the connection, whoever waits is answered.
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
    request.end(body);
  });
}

/** The first part of a body as text that can be stored; the rest is not waited for. */
async function readStart(response: IncomingMessage, keepBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size >= keepBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, keepBytes).toString('utf8').replaceAll('\0', '\uFFFD');
}

const plainHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]));

function wordsFor(error: Error, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `There was no whole answer within ${timeoutMs / 1000} seconds.`;
  if (error instanceof NotOutside) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('HPE_')) return `What came back is no answer in HTTP (${code}).`;
  // The system's own message names the address that a name stands for.
  return code ? `The address could not be reached (${code}).` : 'The address could not be reached.';
}
