import { defineConfig } from 'vitest/config';

// Tests wait for the database more than they compute: a worker for every core, and none left free.
export default defineConfig({
  test: { projects: ['packages/*/vitest.config.ts'], reporters: ['default'], maxWorkers: '100%' },
});
