import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pages } from '../kit/doc-blocks.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { scripts, homepage } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly homepage: string;
};
const repository = homepage.replace('#readme', '');

const documents = new Map([
  ...pages,
  ...[
    ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
    ...['backend', 'chat-ui', 'storybook'].map((example) => `examples/${example}/README.md`),
  ].map((path) => [path, readFileSync(root + path, 'utf8')] as const),
]);

/** What is not code: a `#` in it begins a heading, and brackets are links. */
const prose = (text: string) => text.replaceAll(/^```.*?^```$/gms, '');

/** The anchors that GitHub gives the headings of a document. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return Array.from(prose(text).matchAll(/^#+ (.*)$/gm), ([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = words.replaceAll(/[^\p{L}\p{N}_ -]/gu, '').replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** The path from the root that a link leads to, and its anchor; nothing for a link out of the repository. */
function targetOf(
  link: string,
  from: string,
): { readonly path: string; readonly anchor: string } | undefined {
  const [place = '', anchor = ''] = link.split('#');
  if (place.startsWith(repository)) {
    const path = place.slice(repository.length).replace(/^\/(?:blob|tree|raw)\/main\//, '');
    return { path: path === '' ? 'README.md' : path, anchor };
  }
  if (/^[a-z]+:/.test(place)) return undefined;
  return { path: place === '' ? from : relative(root, join(root, dirname(from), place)), anchor };
}

function brokenLinks(text: string, from: string): string[] {
  const links = Array.from(
    prose(text).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g),
    ([, link, source]) => link ?? source ?? '',
  );
  return links.filter((link) => {
    const target = targetOf(link, from);
    if (target === undefined) return false;
    if (target.path.startsWith('..') || !existsSync(root + target.path)) return true;
    if (target.anchor === '') return false;
    const there = documents.get(target.path);
    return there === undefined || !anchorsOf(there).includes(target.anchor);
  });
}

describe.each([...documents])('%s', (path, text) => {
  test('has links that lead to files and headings that there are', () => {
    expect(brokenLinks(text, path)).toEqual([]);
  });

  test('names scripts, and files of this repository, that there are', () => {
    const named = Array.from(text.matchAll(/npm run ([\w:-]+)/g), ([, script = '']) => script);
    // Two that the apps of the readers have.
    const theirs = ['dev', 'build-storybook'];
    expect(named.filter((script) => !(script in scripts) && !theirs.includes(script))).toEqual([]);
    const files = Array.from(
      prose(text).matchAll(/`((?:deploy|docs|examples|openapi|test)\/[\w./-]*)`/g),
      ([, file = '']) => file,
    );
    // A file `.env.local` is made by its reader.
    expect(files.filter((file) => !file.endsWith('.env.local') && !existsSync(root + file))).toEqual([]);
  });
});

test.each([
  '[a](docs/nothing.md)',
  '[a](#nothing)',
  '[a](docs/start.md#nothing)',
  '[a](../outside.md)',
  `[a](${repository}/blob/main/docs/nothing.md)`,
  `[a](${repository}#nothing)`,
  `<img src="${repository}/raw/main/docs/nothing.png">`,
])('finds that %s leads nowhere', (text) => {
  expect(brokenLinks(text, 'README.md')).toHaveLength(1);
});

test('the pages refer to each other relatively, as every checkout has them', () => {
  const absolute = [...pages].filter(
    ([path, text]) => path !== 'README.md' && text.includes(`](${repository}`),
  );
  expect(absolute.map(([path]) => path)).toEqual([]);
});
