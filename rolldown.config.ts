import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';
import type { Options as LicenseOptions } from 'rollup-plugin-license';
import { buildOperations } from './src/spec/document.ts';
import { pack } from './src/spec/operations.ts';

/** What the package offers. A new entry also wants its line in `exports` (or `bin`) of package.json. */
const ENTRIES: Record<string, string> = {
  prism: '#prism',
  operations: '#operations',
};

// Its types describe an ES module, but the package is CommonJS.
const license = createRequire(import.meta.url)('rollup-plugin-license') as (
  options: LicenseOptions,
) => Plugin;

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The package's own imports: the bundle of Prism, and the operations that it works on. */
function ownImports(): Plugin {
  return {
    name: 'own-imports',
    resolveId(source) {
      if (source === '#prism') return path('src/spec/prism.ts');
      if (source === '#operations') return '\0operations';
      return undefined;
    },
    async load(id) {
      if (id !== '\0operations') return undefined;
      const packed = pack(await buildOperations(new URL('openapi/', import.meta.url)));
      // V8 parses a JSON string faster than an object literal.
      return `export const packed = JSON.parse(${JSON.stringify(JSON.stringify(packed))});`;
    },
  };
}

/**
 * What Prism's index loads and the simulator never calls: its own mocker (with a faker of every locale), its proxy, the
 * reading of documents (done at build time), its logger, and the table of file extensions behind `type-is`.
 */
const NEVER_CALLED: readonly (readonly [importer: RegExp, source: RegExp])[] = [
  [/prism-http\/dist\/index\.js$/, /^\.\/(mocker|forwarder|instanceWithSpec|utils\/operations)$/],
  [/prism-http\/dist\/index\.js$/, /^\.\/mocker\/(generator\/HttpParamGenerator|serializer\/style)$/],
  [/prism-core\/dist\/index\.js$/, /^\.\/logger$/],
  [/type-is\/index\.js$/, /^mime-types$/],
];

/** Leaves out of Prism what is never called: importing it whole takes 1.8 s, importing the rest under 80 ms. */
function slimPrism(): Plugin {
  const lodash = /const (\w+) = require\("(lodash(?:\/fp)?)"\);/g;
  return {
    name: 'slim-prism',
    resolveId(source, importer = '') {
      const from = importer.replaceAll('\\', '/');
      if (NEVER_CALLED.some(([file, what]) => file.test(from) && what.test(source))) return '\0never-called';
      // http-spec marks every schema as draft 7 (a test holds it to that), so the newer drafts have no use.
      if (/^ajv\/dist\/20(19|20)$/.test(source)) return '\0draft-7';
      return undefined;
    },
    load(id) {
      if (id === '\0never-called') return 'module.exports = {};';
      if (id === '\0draft-7') return 'module.exports = require("ajv");';
      return undefined;
    },
    transform(code, id) {
      if (!id.includes('prism-')) return undefined;
      // All of lodash for a few of its functions: require just those that the file names.
      return code.replace(lodash, (_, name: string, library: string) => {
        const used = new Set(
          Array.from(code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g')), ([, method]) => method),
        );
        return `const ${name} = { ${[...used].map((method) => `${method}: require("${library}/${method}")`)} };`;
      });
    },
  };
}

export default defineConfig({
  input: ENTRIES,
  platform: 'node',
  external: ['@playwright/test', 'vitest', 'msw'],
  plugins: [
    ownImports(),
    slimPrism(),
    license({ thirdParty: { includePrivate: false, output: path('dist/THIRD-PARTY-LICENSES.txt') } }),
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});
