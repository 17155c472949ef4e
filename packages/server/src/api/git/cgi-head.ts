import type { Readable } from 'node:stream';

export type CgiHead = { status: number; headers: Record<string, string> };

const LONGEST_HEAD = 16_384;

/** The status and headers at the front of a CGI answer; the stream is left at the first byte of the body. Null when it ends before. */
export function readCgiHead(stream: Readable): Promise<CgiHead | null> {
  const { promise, resolve, reject } = Promise.withResolvers<CgiHead | null>();
  let seen: Buffer = Buffer.alloc(0);
  const onReadable = () => {
    let chunk: Buffer | null;
    while ((chunk = stream.read() as Buffer | null) !== null) {
      seen = Buffer.concat([seen, chunk]);
      const [, head] = /^(.*?\r?\n)\r?\n/s.exec(seen.toString('latin1', 0, LONGEST_HEAD)) ?? [];
      if (head === undefined && seen.length < LONGEST_HEAD) continue;
      stopReading();
      if (head === undefined) return reject(new Error('A CGI answer without an end to its headers'));
      const body = seen.subarray(head.length + (seen[head.length] === 0x0d ? 2 : 1));
      if (body.length > 0) stream.unshift(body);
      return resolve(parseHead(head));
    }
  };
  const onEnd = () => resolve(null);
  const stopReading = () => {
    stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', reject);
  };
  stream.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', reject);
  return promise;
}

/** `Status: 404 Not Found` is the status, as RFC 3875 has it; without one it is 200. */
function parseHead(head: string): CgiHead {
  const headers: Record<string, string> = {};
  for (const line of head.split(/\r?\n/)) {
    const [, name, value] = /^([^:\s]+):\s*(.*?)\s*$/.exec(line) ?? [];
    if (name && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const { status = '200', ...rest } = headers;
  return { status: Number.parseInt(status, 10) || 200, headers: rest };
}
