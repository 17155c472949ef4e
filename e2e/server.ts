import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailServer } from './mail-server.ts';

export const COMMAND = join(import.meta.dirname, '../packages/server/bin/countersign.js');
const PATIENCE = 60_000;

/** The built server as its users start it, with the demonstration's data in a folder of its own and its mails going to a real mail server. */
export class Server {
  readonly password = 'correct-horse-battery';

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly mail: MailServer,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<Server> {
    const [dataDir, mail, port] = await Promise.all([
      mkdtemp(join(tmpdir(), 'countersign-e2e-')),
      MailServer.start(),
      freePort(),
    ]);
    const child = spawn(process.execPath, [COMMAND, 'serve'], {
      env: {
        PATH: process.env['PATH'],
        DATA_DIR: dataDir,
        PORT: String(port),
        DEMO_PASSWORD: 'correct-horse-battery',
        SMTP_URL: mail.url,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const server = new Server(`http://localhost:${port}`, dataDir, mail, child);
    try {
      await welcomeOf(child);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await this.mail.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Resolves once the server has said that it is ready; rejects with what it said when it ends before. */
function welcomeOf(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(
      () => reject(new Error(`The server is not ready after ${PATIENCE} ms:\n${said}`)),
      PATIENCE,
    );
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('Countersign is ready')) return;
      clearTimeout(giveUp);
      resolve();
    };
    child.stdout!.on('data', hear);
    child.stderr!.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(giveUp);
      reject(new Error(`The server ended with ${code}:\n${said}`));
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
