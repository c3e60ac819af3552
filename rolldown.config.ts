import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';
import { esmExternalRequirePlugin } from 'rolldown/plugins';
import { dts } from 'rolldown-plugin-dts';
import { BESIDES, licenses } from './rolldown.licenses.ts';
import { sayPageSize } from './rolldown.page-size.ts';
import { loadRanks } from './src/plan/tokens/o200k-ranks.ts';
import { buildOperations } from './src/proof/document.ts';
import { pack } from './src/proof/operations.ts';
import { precompile, VALIDATOR } from './src/proof/validators.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What users import. A new one also wants its lines in `exports` of package.json. */
const PUBLIC = ['index', 'client', 'fetch', 'msw', 'page', 'playwright', 'storybook', 'vite', 'vitest'];

/** What Storybook loads of the addon: its name with these at the end. */
const STORYBOOK = ['manager', 'preset', 'preview'];

/** What the package imports from itself, see `imports` of package.json; and a library as it is for bundlers. */
const ALIAS = {
  '#prism': path('src/proof/prism.ts'),
  '#operations': path('src/proof/load-operations.ts'),
  jsonpath: 'jsonpath/jsonpath.js',
  // Its build for Node reads files.
  liquidjs: path('node_modules/liquidjs/dist/liquid.browser.mjs'),
  // Its build for Node decompresses with `node:zlib`.
  '@mswjs/interceptors/fetch': path(
    'node_modules/@mswjs/interceptors/lib/browser/interceptors/fetch/index.mjs',
  ),
};

/** `PLAIN=1` builds without the plugin of this file: a slower package that does the same, as the tests show in CI. */
const PLAIN = process.env.PLAIN === '1';

/** Small modules that most entries load: in one file, since gzip makes little of each alone. */
const SMALL =
  /src.(error|did-you-mean|scenario.(faults|problems.problem)|session.(names|cut)|plan.(size|turns|made-up.random)|playback.waiting|meilisearch.tool-names)\.ts$/;

const NOTHING = '\0nothing';
const AJV = path('src/proof/ajv.js');
const VALIDATORS = path('src/proof/validators.js');

/** Of what Prism and Express load: what is never called, and Ajv. Loading all that would make a start a second longer. */
const REPLACED: readonly (readonly [importer: RegExp, source: RegExp, by: string])[] = [
  [/prism-http.dist.index\.js$/, /^\.\/(mocker|forwarder|instanceWithSpec|utils\/operations)$/, NOTHING],
  [/prism-http.dist.index\.js$/, /^\.\/mocker\/(generator\/HttpParamGenerator|serializer\/style)$/, NOTHING],
  [/prism-core.dist.index\.js$/, /^\.\/logger$/, NOTHING],
  [/express.lib.express\.js$/, /^(body-parser|serve-static)$/, NOTHING],
  [/express.lib.utils\.js$/, /^qs$/, NOTHING],
  [/express.lib.response\.js$/, /^(send|content-disposition|cookie|cookie-signature|http-errors)$/, NOTHING],
  [/prism-http.dist.validator.validators.utils\.js$/, /^ajv$/, AJV],
];

/** Puts what is known at build time in the place of the modules that would compute it at each start. */
function knownAhead(): Plugin {
  const compiled = buildOperations(new URL('openapi/', import.meta.url)).then(precompile);
  const modules: Record<string, (emit: (source: Uint8Array) => string) => string | Promise<string>> = {
    [NOTHING]: () => 'module.exports = {};',
    [AJV]: () => `
      const validators = require('${VALIDATORS}');
      exports.default = class extends require('ajv').default {
        // Compiling the schema of schemas takes 40 ms; what is left to compile is made by Prism, or was valid at build time.
        constructor(options) { super({ ...options, meta: false, validateSchema: false }); }
        compile(schema) {
          return validators[schema['${VALIDATOR}'] ?? JSON.stringify(schema)] ?? super.compile(schema);
        }
      };`,
    [VALIDATORS]: async () => (await compiled).code,
    // V8 parses a JSON string faster than an object literal.
    [ALIAS['#operations']]: async () => `
      import { unpack } from './operations.ts';
      const json = ${JSON.stringify(JSON.stringify(pack((await compiled).operations)))};
      export const loadOperations = async () => unpack(JSON.parse(json));`,
    [path('src/plan/tokens/o200k-ranks.ts')]: async (emit) => `
      const file = new URL(import.meta.ROLLUP_FILE_URL_${emit(await loadRanks())});
      const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
      export const loadRanks = async () =>
        fs ? fs.readFile(file) : new Uint8Array(await (await fetch(file)).arrayBuffer());`,
  };
  const unmet = new Set<unknown>([...REPLACED, ...Object.keys(modules)]);
  return {
    name: 'known-ahead',
    resolveId(source, importer = '') {
      if (source in modules) return source;
      const pair = REPLACED.find(([file, what]) => file.test(importer) && what.test(source));
      unmet.delete(pair);
      return pair?.[2];
    },
    load(id) {
      unmet.delete(id);
      return modules[id]?.((source) => this.emitFile({ type: 'asset', fileName: 'o200k.bin', source }));
    },
    buildEnd(error) {
      if (error !== undefined || unmet.size === 0) return;
      throw new Error(`The build replaces what is not there any more: ${[...unmet].join('; ')}`);
    },
  };
}

/** The types of the virtual module. They are a script, whose declarations are there for all modules; a bundle would be none. */
const viteClient: Plugin = {
  name: 'vite-client',
  async generateBundle() {
    const source = (await readFile(path('src/vite-client.d.ts'), 'utf8')).replaceAll(
      "'./vite.ts'",
      "'./vite.js'",
    );
    this.emitFile({ type: 'asset', fileName: 'vite-client.d.ts', source });
  },
};

/** Styles without what only people read. */
function minifyStyles(): Plugin {
  return {
    name: 'minify-styles',
    load(id) {
      if (!/src.panel.*\.css$/.test(id)) return undefined;
      const text = readFileSync(id, 'utf8')
        .replace(/\/\*.*?\*\//gs, '')
        .replace(/\s+/g, ' ');
      return { code: text.replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':'), moduleType: 'text' };
    },
  };
}

/** What the page needs besides its script. */
function copyPage(): Plugin {
  return {
    name: 'copy-page',
    generateBundle() {
      for (const fileName of ['index.html', 'page.css', 'icon.svg']) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(path(`src/panel/page/${fileName}`)) });
      }
    },
  };
}

export default defineConfig([
  {
    input: {
      ...Object.fromEntries(PUBLIC.map((name) => [name, `src/${name}.ts`])),
      ...Object.fromEntries(STORYBOOK.map((name) => [`storybook/${name}`, `src/hosts/storybook/${name}`])),
      cli: 'src/cli/main.ts',
      browser: 'src/browser.ts',
      prism: ALIAS['#prism'],
      operations: ALIAS['#operations'],
    },
    // Not `node`, for which rolldown gives every chunk, also those for browsers, a `require` made from `node:module`.
    platform: 'neutral',
    external: ['@playwright/test', 'react', 'vite', 'vitest', 'msw', /^storybook\//, /^virtual:/],
    // The panel, which Storybook's manager docks.
    moduleTypes: { '.css': 'text' },
    // As ES modules where there are both: what is CommonJS for Node's sake may hide a `require` from the bundler.
    resolve: { alias: ALIAS, mainFields: ['module', 'main'], conditionNames: ['node'] },
    // `uri-template-lite` adds itself to the `this` of a CommonJS module.
    transform: { define: { 'this.URI': 'exports.URI' } },
    plugins: [
      esmExternalRequirePlugin({ external: [/^node:/, ...builtinModules] }),
      ...(PLAIN ? [] : [knownAhead()]),
      minifyStyles(),
      licenses(path('dist/THIRD-PARTY-LICENSES.txt'), BESIDES),
      sayPageSize(new URL('dist/', import.meta.url), ['page.js', 'storybook/preview.js']),
    ],
    output: {
      ...{ dir: 'dist', minify: true, cleanDir: true, chunkFileNames: 'chunks/[name]-[hash].js' },
      codeSplitting: { groups: [{ name: 'small', test: SMALL }] },
    },
  },
  {
    // The page of the control panel. Its styles are a text of its script: they go into a shadow root, wherever it is mounted.
    input: { panel: 'src/panel/page.tsx' },
    platform: 'browser',
    moduleTypes: { '.css': 'text' },
    plugins: [minifyStyles(), copyPage(), licenses(path('dist/panel/THIRD-PARTY-LICENSES.txt'))],
    output: {
      dir: 'dist/panel',
      minify: true,
      cleanDir: true,
      entryFileNames: 'panel.js',
      codeSplitting: false,
    },
  },
  {
    // Declarations: `tsc` has written one for each module.
    input: Object.fromEntries([
      ...PUBLIC.map((name) => [name, `node_modules/.cache/types/${name}.d.ts`]),
      ...STORYBOOK.map((name) => [
        `storybook/${name}`,
        `node_modules/.cache/types/hosts/storybook/${name}.d.ts`,
      ]),
    ]),
    external: [/^[^./]/],
    plugins: [dts({ dtsInput: true, tsconfig: false }), viteClient],
    output: { dir: 'dist/types', cleanDir: true },
  },
]);
