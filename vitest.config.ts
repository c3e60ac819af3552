import { defineConfig } from 'vitest/config';

/** Tests of the package as users install it: they run what `npm run build` made, and npm. */
const PACKAGE = ['test/package/**/*.test.ts', 'test/cli/program.test.ts'];
/** Tests of what runs in a page, in a real Chromium. */
const PAGE = ['test/page/**/*.test.ts'];
/** Tests of whatever fast-check makes up. */
const FUZZ = ['test/property/**/*.test.ts'];
/** Tests of deploy/: nginx before replicas, the steps of the image, the manifests. */
const DEPLOY = ['test/deploy/**/*.test.ts'];
const EVERYTHING = ['test/**/*.test.ts', 'examples/chat-ui/src/**/*.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    pool: 'threads',
    maxWorkers: 2,
    // The bundle of Prism is ready to run; transforming it would take half a second in each test file.
    server: { deps: { external: [/\/dist\//] } },
    // A stream that never ends fails its test at once instead of holding up the suite.
    testTimeout: 10_000,
    projects: [
      // One module graph for all files: half of the time would go into loading the same modules again.
      {
        extends: true,
        test: {
          name: 'unit',
          include: EVERYTHING,
          exclude: [...PACKAGE, ...PAGE, ...FUZZ, ...DEPLOY],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'package', include: PACKAGE } },
      { extends: true, test: { name: 'page', include: PAGE } },
      { extends: true, test: { name: 'fuzz', include: FUZZ } },
      { extends: true, test: { name: 'deploy', include: DEPLOY } },
    ],
  },
});
