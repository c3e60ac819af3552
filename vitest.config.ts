import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    include: ['test/**/*.test.ts', 'examples/chat-ui/src/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // The bundle of Prism is ready to run; transforming it would take half a second in each test file.
    server: { deps: { external: [/\/dist\//] } },
    // A stream that never ends fails its test at once instead of holding up the suite.
    testTimeout: 10_000,
  },
});
