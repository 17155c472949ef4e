import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

/** Debian puts it where only root's PATH leads. */
const PATH = `${process.env['PATH']}:/usr/sbin`;
const EXAMPLE = join(import.meta.dirname, '../../../../examples/nginx.conf');

/** Whether nginx is on this machine, with the module that asks a gate. */
export function hasNginx(): boolean {
  try {
    const script = 'nginx -V 2>&1';
    return execFileSync('sh', ['-c', script], { env: { PATH }, encoding: 'utf8' }).includes('auth_request');
  } catch {
    return false;
  }
}

/** nginx with the file of examples/, its addresses replaced by those of a test. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly address: string,
  ) {}

  /** In front of a server at one port, asking Countersign at another. */
  static async start({ countersign, application }: { countersign: number; application: number }): Promise<Nginx> {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-nginx-'));
    // Its workers may be somebody else than who runs the tests.
    await chmod(folder, 0o755);
    const port = await freePort();
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (what) => `${what}_temp_path ${folder}/${what};`,
    );
    const text = (await readFile(EXAMPLE, 'utf8'))
      .replace('127.0.0.1:4000', `127.0.0.1:${countersign}`)
      .replace('127.0.0.1:8080', `127.0.0.1:${application}`)
      .replace('listen 127.0.0.1:8000', `listen 127.0.0.1:${port}`)
      .replace('http {', `http {\n${temporary.join('\n')}`);
    const file = join(folder, 'nginx.conf');
    await writeFile(file, text);
    const options = `daemon off; worker_processes 1; pid ${folder}/pid;`;
    const child = spawn('nginx', ['-p', folder, '-c', file, '-g', options], {
      env: { PATH },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const nginx = new Nginx(child, folder, `http://127.0.0.1:${port}`);
    await nginx.answers();
    return nginx;
  }

  private async answers(): Promise<void> {
    let said = '';
    this.child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await vi.waitFor(
      async () => {
        if (this.child.exitCode === null) await fetch(this.address);
      },
      { timeout: 10_000, interval: 20 },
    );
    if (this.child.exitCode !== null) throw new Error(`nginx ended with ${this.child.exitCode}:\n${said}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
