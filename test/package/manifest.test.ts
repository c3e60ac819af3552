import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const { repository, homepage, bugs } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

test('every link of the README works from the page of the package, too', () => {
  const links = Array.from(readme.matchAll(/\]\(([^)\s]+)\)/g), ([, link = '']) => link);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !/^(https:\/\/|#)/.test(link))).toEqual([]);
});

test('the package says where it comes from, and where to report bugs', () => {
  const [, url] = /^git\+(https:\/\/.+)\.git$/.exec(repository.url) ?? [];
  expect({ homepage, bugs }).toEqual({ homepage: `${url}#readme`, bugs: `${url}/issues` });
});

test('the package has what it needs, and nothing else', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const NEEDED = [
    /^(LICENSE|README\.md|package\.json|dist\/THIRD-PARTY-LICENSES\.txt)$/,
    /^dist\/((chunks|storybook)\/)?[^/]+\.js$|^dist\/o200k\.bin$|^dist\/types\/(storybook\/)?[^/]+\.d\.ts$/,
    /^dist\/panel\/(index\.html|panel\.js|page\.css|icon\.svg|THIRD-PARTY-LICENSES\.txt)$/,
    /^scenarios\/([^/]+\.yaml|schema\.json)$|^openapi\/(meilisearch|overlay)\.yaml$/,
  ];
  const paths = files.map(({ path }) => path);
  expect(paths.filter((path) => !NEEDED.some((pattern) => pattern.test(path)))).toEqual([]);
});
