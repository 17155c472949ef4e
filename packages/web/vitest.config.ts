import { defineConfig, mergeConfig } from 'vitest/config';
import vite from './vite.config.ts';

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      name: 'web',
      environment: 'happy-dom',
      include: ['src/**/*.test.{ts,tsx}'],
      // The component library is loaded once, not once for each file; what a test renders it takes away itself.
      isolate: false,
      // Typing into a form of Primer's takes seconds on a busy machine.
      testTimeout: 20_000,
      setupFiles: ['src/testing/setup.ts'],
      server: { deps: { inline: [/@primer/, /@github\/relative-time/] } },
    },
  }),
);
