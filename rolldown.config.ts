import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'rolldown';
import type { Options as LicenseOptions } from 'rollup-plugin-license';
import { loadO200k } from './src/plan/tokens/o200k.ts';
import { buildOperations } from './src/proof/document.ts';
import { pack } from './src/proof/operations.ts';
import { precompile, VALIDATOR } from './src/proof/validators.ts';
import { parseScenarios } from './src/scenario/parse.ts';

/** What the package offers. A new entry also wants its line in `exports` (or `bin`) of package.json. */
const ENTRIES: Record<string, string> = {
  prism: '#prism',
  operations: '#operations',
  index: 'src/index.ts',
  client: 'src/client.ts',
  playwright: 'src/playwright.ts',
  vitest: 'src/vitest.ts',
  cli: 'src/cli/main.ts',
};

// Its types describe an ES module, but the package is CommonJS.
const license = createRequire(import.meta.url)('rollup-plugin-license') as (
  options: LicenseOptions,
) => Plugin;

const NOTHING = '\0never-called';
const PICK = '\0pick:';
const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-http');

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What the `openapi` folder comes to: operations, and the validators of their bodies. */
const compiled = buildOperations(new URL('openapi/', import.meta.url)).then(precompile);

/** The package's own imports: the bundle of Prism, and the operations that it works on. */
function ownImports(): Plugin {
  return {
    name: 'own-imports',
    resolveId(source) {
      if (source === '#prism') return path('src/proof/prism.ts');
      if (source === '#operations') return '\0operations';
      return undefined;
    },
    async load(id) {
      if (id !== '\0operations') return undefined;
      const { operations } = await compiled;
      // V8 parses a JSON string faster than an object literal.
      return `export const packed = JSON.parse(${JSON.stringify(JSON.stringify(pack(operations)))});`;
    },
  };
}

/** Gives Prism the validators that are compiled ahead; what is not among them it compiles as ever. */
function precompiledAjv(): Plugin {
  const modules: Record<string, () => string | Promise<string>> = {
    '\0validators': async () => (await compiled).code,
    '\0ajv': () => `
      const validators = require('\0validators');
      exports.default = class extends require('ajv/dist/ajv').default {
        // Compiling the schema of schemas takes 40 ms; what is left to compile is made by Prism, or was valid at build time.
        constructor(options) { super({ ...options, meta: false, validateSchema: false }); }
        compile(schema) {
          return validators[schema['${VALIDATOR}'] ?? JSON.stringify(schema)] ?? super.compile(schema);
        }
      };`,
    // http-spec marks every schema as draft 7 (a test holds it to that), so the instances for newer drafts have no use.
    '\0newer-ajv': () => 'exports.default = class { opts = { code: {} }; addFormat() {} addKeyword() {} };',
  };
  return {
    name: 'precompiled-ajv',
    resolveId(source, importer = '') {
      if (source in modules) return source;
      if (importer in modules) return this.resolve(source, PRISM);
      if (!/prism-http.dist/.test(importer)) return undefined;
      if (source === 'ajv') return '\0ajv';
      return source.startsWith('ajv/dist/20') ? '\0newer-ajv' : undefined;
    },
    load: (id) => modules[id]?.(),
  };
}

/**
 * What is loaded with what we use, and never called: of Prism its own mocker (with a faker of every locale), its proxy, the
 * reading of documents (done at build time) and its logger; of Express what reads bodies and extended queries, and what
 * sends files, cookies and a 406.
 */
const NEVER_CALLED: readonly (readonly [importer: RegExp, source: RegExp])[] = [
  [/prism-http.dist.index\.js$/, /^\.\/(mocker|forwarder|instanceWithSpec|utils\/operations)$/],
  [/prism-http.dist.index\.js$/, /^\.\/mocker\/(generator\/HttpParamGenerator|serializer\/style)$/],
  [/prism-core.dist.index\.js$/, /^\.\/logger$/],
  [/express.lib.express\.js$/, /^(body-parser|serve-static)$/],
  [/express.lib.utils\.js$/, /^qs$/],
  [/express.lib.response\.js$/, /^(send|content-disposition|cookie|cookie-signature|http-errors)$/],
];

/** Of the 2,500 media types in `mime-db`, those that a chat server can meet. */
const MEDIA_TYPES =
  /^(text\/(css|event-stream|html|javascript|plain|yaml)|application\/(json|x-www-form-urlencoded)|image\/(png|svg\+xml)|font\/woff2)$/;

/** Leaves out what is never called: of Prism that is 1.8 s of start-up and leaves 65 ms, of Express 100 ms and leaves 40. */
function slim(): Plugin {
  const library = /const (\w+) = require\("(lodash|lodash\/fp|fp-ts\/(?:lib\/)?(\w+))"\);/g;
  return {
    name: 'slim',
    resolveId(source, importer = '') {
      if (source.startsWith(PICK)) return source;
      if (importer.startsWith(PICK)) return this.resolve(source, PRISM);
      return NEVER_CALLED.some(([file, what]) => file.test(importer) && what.test(source))
        ? NOTHING
        : undefined;
    },
    async load(id) {
      if (id.startsWith(PICK)) {
        const [source, names] = id.slice(PICK.length).split('?');
        return `export { ${names} } from '${source}';`;
      }
      if (id === NOTHING) return 'module.exports = {};';
      if (!/mime-db.db\.json$/.test(id)) return undefined;
      const types = Object.entries(JSON.parse(await readFile(id, 'utf8')) as object);
      return JSON.stringify(Object.fromEntries(types.filter(([type]) => MEDIA_TYPES.test(type))));
    },
    transform(code, id) {
      if (/fp-ts.es6.function\.js$/.test(id)) return modernDual(code);
      // This package adds itself to the `this` of a CommonJS module, which some versions of rolldown leave undefined.
      if (id.includes('uri-template-lite')) return code.replaceAll('this.URI', 'exports.URI');
      if (!id.includes('prism-')) return undefined;
      // All of a library for a few of its functions: require just those that the file names.
      return code.replace(library, (_, name: string, source: string, module?: string) => {
        const uses = code.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'));
        const used = [...new Set(Array.from(uses, ([, use]) => use))];
        if (module) return `const ${name} = require("${PICK}fp-ts/es6/${module}.js?${used}");`;
        return `const ${name} = { ${used.map((use) => `${use}: require("${source}/${use}")`)} };`;
      });
    },
  };
}

/** `dual` of fp-ts, compiled for ES5, copies its arguments by hand; that took a third of the time Prism takes for a request. */
function modernDual(code: string): string {
  const start = code.indexOf('    return function () {\n        var args = Array.from(arguments);');
  const end = code.indexOf('\n};', start);
  if (start < 0 || end < 0) throw new Error('fp-ts has another `dual` now: see whether it still needs this.');
  const rest = 'isDataFirst(args) ? body.apply(this, args) : (self) => body(self, ...args)';
  return `${code.slice(0, start)}return function (...args) { return ${rest}; };${code.slice(end)}`;
}

/** The tokenizer's vocabulary as a file that is used as it is: as JavaScript it took 120 ms, most of them to parse it. */
function packedTokenizer(): Plugin {
  // It stands for gpt-tokenizer, among whose files it is, so that this one's licence is listed.
  const packed = `\0${fileURLToPath(import.meta.resolve('gpt-tokenizer/encodingParams/constants'))}?o200k`;
  return {
    name: 'packed-tokenizer',
    resolveId: (source) => (source.endsWith('/o200k.ts') ? packed : undefined),
    async load(id) {
      if (id !== packed) return undefined;
      const { ranks, words } = await loadO200k();
      const file = this.emitFile({ type: 'asset', fileName: 'o200k.bin', source: ranks });
      return `
        import { readFile } from 'node:fs/promises';
        const file = new URL(import.meta.ROLLUP_FILE_URL_${file});
        export const loadO200k = async () => ({ ranks: await readFile(file), words: ${JSON.stringify(words)} });`;
    },
  };
}

/** The scenarios that come with the package, parsed: those of the files in which nothing is wrong. */
function parsedGallery(): Plugin {
  return {
    name: 'parsed-gallery',
    async load(id) {
      if (!id.endsWith('src/hosts/server/gallery.ts')) return undefined;
      const folder = path('scenarios');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
      const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
      const parsed = texts.flatMap((text) => {
        const { scenarios, problems } = parseScenarios(text);
        return problems.length === 0 ? [[text, scenarios.map(({ input }) => input)]] : [];
      });
      return `export const PARSED = new Map(JSON.parse(${JSON.stringify(JSON.stringify(parsed))}));`;
    },
  };
}

/**
 * Has V8 compile a CommonJS module where it finds it. It takes a function in parentheses for one that is called at once;
 * an arrow function it passes over at first, and reads again when it is called, which takes a start 30 ms.
 */
function eagerCommonJs(): Plugin {
  return {
    name: 'eager-commonjs',
    renderChunk: (code) =>
      code.replaceAll(/(__(?:commonJS|esm)Min\(\()\(([\w$, ]*)\) => \{/g, '$1function($2) {'),
  };
}

/** Modules of a few lines that the client for browsers needs, or could. */
const SMALL =
  /src.(error|control.wire|plan.tokens.graphemes|did-you-mean|suggest|scenario.(problems.problem|names)|session.(names|describe-requests))\.ts$/;

export default defineConfig({
  input: ENTRIES,
  platform: 'node',
  external: ['@playwright/test', 'vitest', 'msw'],
  plugins: [
    ownImports(),
    packedTokenizer(),
    parsedGallery(),
    precompiledAjv(),
    slim(),
    eagerCommonJs(),
    license({ thirdParty: { includePrivate: false, output: path('dist/THIRD-PARTY-LICENSES.txt') } }),
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    // What is small and needed by most is one file: each costs a start half a millisecond.
    codeSplitting: { groups: [{ name: 'common', test: SMALL }] },
  },
});
