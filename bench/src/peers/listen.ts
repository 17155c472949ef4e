import { type IncomingMessage, createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/** What each side is given: the same database, and as many connections to it. */
export const DATABASE_URL = process.env['DATABASE_URL']!;
export const POOL_SIZE = Number(process.env['POOL_SIZE']);

export const openPool = () => new Pool({ connectionString: DATABASE_URL, max: POOL_SIZE });

/** Serves on a free port and says so, for whoever started this process. */
export function listen(handler: RequestListener): void {
  const server = createServer(handler).listen(0, '127.0.0.1', () => tellPort((server.address() as AddressInfo).port));
}

export const tellPort = (port: number) => process.stdout.write(`listening on ${port}\n`);

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
