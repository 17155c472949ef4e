import { fileURLToPath } from 'node:url';
import { defineProject } from 'vitest/config';

export default defineProject({
  // As tsconfig.json has it: legacy decorators, and fields that are only declared leave nothing behind.
  oxc: {
    decorator: { legacy: true },
    assumptions: { setPublicClassFields: true },
    typescript: { removeClassFieldsWithoutInitializer: true },
  },
  ssr: { resolve: { conditions: ['source'] } },
  resolve: {
    // One copy of graphql, for our code and for libraries: two refuse each other's schemas.
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql/index.js')) }],
  },
  test: {
    name: 'server',
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/cluster.setup.ts'],
    pool: 'forks',
    // The whole server is loaded once, not once for each file; each test has a database of its own anyway.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
