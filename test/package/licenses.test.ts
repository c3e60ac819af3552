import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'rolldown';
import { loadConfig } from 'rolldown/config';
import { beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sections = readFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, 'utf8').split(/^---$/m);
const nameIn = (section: string) => /^Name: (.*)$/m.exec(section)?.[1] ?? '';
const named = sections.map(nameIn);

/** The packages that have a module in the bundles. */
const bundled = new Set<string>();

const collect: Plugin = {
  name: 'collect',
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue;
      for (const id of part.moduleIds) {
        const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
        if (name !== undefined) bundled.add(name);
        else if (id.includes('rolldown/runtime')) bundled.add('rolldown');
      }
    }
  },
};

/** The same build once more, in memory, and without what writes the list. */
beforeAll(async () => {
  const [config] = [await loadConfig(`${root}rolldown.config.ts`)].flat();
  if (config === undefined || typeof config === 'function') throw new Error('The build has another form.');
  const plugins = [config.plugins].flat(3).filter((plugin) => {
    return !(plugin && 'name' in plugin && plugin.name === 'rollup-plugin-license');
  });
  const output = [config.output].flat()[0] ?? {};
  await build({ ...config, cwd: root, plugins: [...plugins, collect], output, write: false });
}, 120_000);

test('every package of the bundles is named, and no other', () => {
  expect(bundled.size).toBeGreaterThan(50);
  expect([...bundled].filter((name) => !named.includes(name))).toEqual([]);
  const other = named.filter((name) => !bundled.has(name));
  expect(other).toEqual(['the OpenAPI document of Meilisearch', 'o200k_base, the ranks of tiktoken']);
});

test('so is every package of the control panel', () => {
  const panel = readFileSync(`${root}dist/panel/THIRD-PARTY-LICENSES.txt`, 'utf8').split(/^---$/m);
  expect(panel.map(nameIn).sort()).toEqual(['eventsource-parser', 'preact', 'rolldown']);
  for (const section of panel) expect(section).toMatch(/Permission is hereby granted/);
});

// The plain build is not published, and has packages that the other leaves out.
test.skipIf(process.env.PLAIN === '1')(
  'each comes with the text of its licence, and says whose it is',
  () => {
    const TEXT = /Permission (is hereby granted|to use)|Apache License\s+Version 2|Redistribution and use/;
    expect(sections.filter((section) => !TEXT.test(section)).map(nameIn)).toEqual([]);
    expect(sections.filter((section) => !/Copyright|\(c\)/i.test(section)).map(nameIn)).toEqual([]);
  },
);
