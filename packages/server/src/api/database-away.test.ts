import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Doors } from '../testing/doors.ts';

let doors: Doors;
let wire: Wire;

/** A wire to the database that can be cut. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private server!: Server;

  async lay(databaseUrl: string): Promise<string> {
    const url = new URL(databaseUrl);
    const target = { host: url.hostname, port: Number(url.port) };
    this.server = createServer((near) => {
      if (this.isCut) return near.destroy();
      const far = connect(target);
      near.pipe(far).pipe(near);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
      }
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  remove(): void {
    this.cut();
    this.server.close();
  }
}

beforeAll(async () => {
  wire = new Wire();
  doors = await Doors.open((url) => wire.lay(url));
});

afterAll(async () => {
  await doors.close();
  wire.remove();
});

test('while the database is away the doors answer 503, and work again by themselves when it is back', async () => {
  const owner = await doors.aPerson('owner');
  const { name } = await doors.aRepository(owner, 'owner', 'PUBLIC');
  const rest = () => fetch(`${doors.address}/api/v3/repos/owner/${name}`);
  const git = () => fetch(`${doors.address}/git/owner/${name}.git/info/refs?service=git-upload-pack`);

  wire.cut();
  const [byGit, byRest] = await Promise.all([git(), rest()]);
  expect([byGit.status, byGit.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(await byGit.text()).toBe('The service cannot reach its database. Try again soon.\n');
  expect([byRest.status, await byRest.json()]).toEqual([503, expect.objectContaining({ status: '503' })]);

  wire.mend();
  expect((await git()).status).toBe(200);
  expect((await rest()).status).toBe(200);
});
