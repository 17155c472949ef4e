import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { inlineDocuments } from './inline-documents.ts';

const server = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [inlineDocuments(), react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    rolldownOptions: {
      input: { index: 'index.html', sandbox: 'sandbox.html' },
      // The explorer's libraries carry directives for a compiler that is not run here.
      onLog: (level, log, write) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && write(level, log),
    },
    // The page's content policy allows no data: addresses, so small files stay files.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4_000,
  },
  server: {
    proxy: {
      '/api': { target: server, ws: true },
      '/auth': server,
      '/git': server,
      '/dev': server,
    },
  },
});
