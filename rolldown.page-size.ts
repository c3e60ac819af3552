import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/** What a module of the build loads: with itself, and when it is needed. */
interface Loads {
  readonly statically: readonly string[];
  readonly later: readonly string[];
}

/** A text of the syntax tree, as a literal or a template. */
interface Source {
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value?: { readonly cooked?: unknown } }[];
}

const known = new Map<string, Loads>();

function loadsOf(dist: URL, file: string): Loads {
  const { href } = new URL(file, dist);
  const loads = known.get(href) ?? readLoads(dist, file);
  known.set(href, loads);
  return loads;
}

function readLoads(dist: URL, file: string): Loads {
  const statically: string[] = [];
  const later: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, source } = node as { type?: unknown; source?: Source };
    // The minifier writes templates for texts.
    const from = source?.value ?? source?.quasis?.[0]?.value?.cooked;
    if (typeof from === 'string' && from.startsWith('.')) {
      (type === 'ImportExpression' ? later : statically).push(posix.join(posix.dirname(file), from));
    }
    for (const part of Object.values(node)) visit(part);
  };
  visit(parseAst(readFileSync(new URL(file, dist), 'utf8')));
  return { statically, later };
}

/** The modules that are loaded with one of them; with `later`, those that may be loaded after it, too. */
export function modulesOf(dist: URL, entry: string, { later = false } = {}): string[] {
  const seen = new Set([entry]);
  for (const file of seen) {
    const loads = loadsOf(dist, file);
    for (const next of [...loads.statically, ...(later ? loads.later : [])]) seen.add(next);
  }
  return [...seen];
}

/** What a page loads at first of an entry, in bytes: each module gzipped on its own, as a server sends it. */
export function pageSize(dist: URL, entry: string): number {
  const sizes = modulesOf(dist, entry).map((file) => gzipSync(readFileSync(new URL(file, dist))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Says after a build what a page loads of each entry. */
export function sayPageSize(dist: URL, entries: readonly string[]): Plugin {
  return {
    name: 'page-size',
    writeBundle() {
      for (const entry of entries) {
        console.log(`A page loads ${(pageSize(dist, entry) / 1000).toFixed(1)} kB (gzip) of ${entry}.`);
      }
    },
  };
}
