import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config.ts';

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      name: 'web',
      environment: 'happy-dom',
      include: ['src/**/*.test.{ts,tsx}'],
      // Typing into a form of Primer's takes seconds on a busy machine.
      testTimeout: 20_000,
      setupFiles: ['src/testing/setup.ts'],
      server: { deps: { inline: [/@primer/, /@github\/relative-time/] } },
    },
  }),
);
