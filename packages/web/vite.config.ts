import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';
import { inlineDocuments } from './inline-documents.ts';

const server = 'http://127.0.0.1:4000';

// What the server does of itself: /sandbox is a page of its own.
const sandboxAddress: Plugin = {
  name: 'sandbox-address',
  configureServer: ({ middlewares }) => {
    middlewares.use((request, _, next) => {
      if (request.url === '/sandbox') request.url = '/sandbox.html';
      next();
    });
  },
};

export default defineConfig({
  plugins: [inlineDocuments(), react(), sandboxAddress],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    rolldownOptions: {
      input: { index: 'index.html', sandbox: 'sandbox.html' },
      // What nearly all pages share is one file, as each is compressed on its own. With a lower number pages load what others need.
      output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 38 }] } },
      // The explorer's libraries carry directives for a compiler that is not run here.
      onLog: (level, log, write) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && write(level, log),
    },
    // Small files stay files: the content policy runs no script from a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
  },
  // The workers of the explorer's editor cannot be bundled ahead.
  optimizeDeps: { exclude: ['graphiql/setup-workers/vite', '@graphiql/react/setup-workers/vite'] },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/auth': server,
      '/git': server,
      '/dev': server,
    },
  },
});
