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

/** Variables of the server's environment beside those that every server here has. */
export type Settings = Readonly<Record<string, string>>;

/** The built server as its users start it, with the demonstration's data in a folder of its own and its mails going to a real mail server. */
export class Server {
  readonly password = 'correct-horse-battery';
  private child: ChildProcess | null = null;

  private constructor(
    private readonly port: number,
    readonly dataDir: string,
    readonly mail: MailServer,
    private readonly settings: Settings,
    private readonly isGuest = false,
  ) {}

  static async start(settings: Settings): Promise<Server> {
    const [port, dataDir, mail] = await Promise.all([
      freePort(),
      mkdtemp(join(tmpdir(), 'countersign-e2e-')),
      MailServer.start(),
    ]);
    const server = new Server(port, dataDir, mail, settings);
    try {
      await server.begin();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  /** Another process on the same database and folder, at an address of its own. */
  async another(): Promise<Server> {
    const guest = new Server(await freePort(), this.dataDir, this.mail, this.settings, true);
    await guest.begin();
    return guest;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Ends the process so, and starts another one on the same data; resolves with how the first one ended. */
  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const code = await this.end(signal);
    await this.begin();
    return code;
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    if (this.isGuest) return;
    await this.mail.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private begin(): Promise<void> {
    const env = {
      ...this.settings,
      PATH: process.env['PATH'],
      DATA_DIR: this.dataDir,
      PORT: String(this.port),
      DEMO_PASSWORD: this.password,
      SMTP_URL: this.mail.url,
      LOG_LEVEL: 'warn',
    };
    this.child = spawn(process.execPath, [COMMAND, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    return welcomeOf(this.child);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
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
