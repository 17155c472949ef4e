import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const server = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    rolldownOptions: { input: { index: 'index.html', sandbox: 'sandbox.html' } },
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
