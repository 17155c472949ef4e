import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** A real server on this machine that keeps what it is sent, and answers 204 unless told otherwise. */
export class Receiver {
  readonly received: Received[] = [];
  reply: (response: ServerResponse, request: Received) => void = (response) => void response.writeHead(204).end();
  private readonly server = createServer((request, response) => void this.keep(request, response));

  static async open(): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.server.listen(0, '127.0.0.1');
    await once(receiver.server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/hook', host = '127.0.0.1'): string {
    return `http://${host}:${this.port}${path}`;
  }

  at(path: string): Received[] {
    return this.received.filter((request) => request.path === path);
  }

  /** What came for a path, once it is so much. */
  async waitFor(path: string, count: number): Promise<Received[]> {
    await vi.waitFor(
      () => {
        if (this.at(path).length < count) throw new Error(`${this.at(path).length} came for ${path} yet`);
      },
      { timeout: 15_000, interval: 20 },
    );
    return this.at(path);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async keep(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = { path: request.url!, headers: request.headers, body: await text(request) };
    this.received.push(received);
    this.reply(response, received);
  }
}
