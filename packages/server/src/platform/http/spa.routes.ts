import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** The server's own addresses: below them nothing is ever answered with a page. */
const OWN = /^\/(api|git|auth|dev|oauth|login\/oauth\/access_token|gate|healthz|readyz|metrics|assets)(\/|$)/;
const NOT_BUILT = 'The web pages are not built. Run: pnpm build\n';

const webDist = () => join(dirname(createRequire(import.meta.url).resolve('@countersign/web/package.json')), 'dist');

/** The built SPA: its hashed files cached for a year, and its page, never cached, for every path that is not the server's own. */
export async function spaRoutes(app: FastifyInstance, { root = webDist() }: { root?: string }): Promise<void> {
  const files = filesIn(root);
  const isBuilt = files.has('index.html');
  if (isBuilt) {
    await app.register(fastifyStatic, { root, serve: false, cacheControl: false });
    await app.register(fastifyStatic, {
      root: join(root, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      index: false,
      immutable: true,
      maxAge: '1y',
    });
  }
  const sendPage = (reply: FastifyReply, file: string) => reply.header('cache-control', 'no-cache').sendFile(file);

  app.get('/*', { logLevel: 'warn' }, async (request, reply) => {
    const path = request.url.split('?', 1)[0]!;
    if (OWN.test(path)) return reply.callNotFound();
    if (!isBuilt) return reply.code(503).type('text/plain').send(NOT_BUILT);
    if (path === '/sandbox' && files.has('sandbox.html')) return sendPage(reply, 'sandbox.html');
    const file = path.slice(1);
    return sendPage(reply, files.has(file) ? file : 'index.html');
  });
}

function filesIn(folder: string): Set<string> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  } catch {
    return new Set();
  }
}
