import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { overHttp } from '../kit/host-clients.ts';
import { converse, faultOf } from './converse.ts';
import { GALLERY, GOLDEN, goldenFile, goldenFolder, goldenText } from './golden.ts';

const server = createServer({ scenarios: 'scenarios', ...GOLDEN });
const used = new Set<string>();

beforeAll(() => server.listen());
afterAll(() => server.close());

test.each(GALLERY.map((input) => [input.name, input] as const))('%s', async (name, input) => {
  const responses = await converse(server, overHttp, input);
  for (const [index, response] of responses.entries()) {
    const file = goldenFile(name, index, responses, response);
    used.add(file);
    await expect(
      goldenText(response),
      'the bytes have changed; if they should, `npx vitest run test/gallery/golden.test.ts -u` renews them',
    ).toMatchFileSnapshot(goldenFolder + file);
  }
  const broken = ['reset', 'half-frame'].includes(faultOf(input) ?? '');
  expect(responses.at(-1)?.broken).toBe(broken);
});

test('every golden file is of a scenario', () => {
  expect(readdirSync(goldenFolder).filter((file) => !used.has(file))).toEqual([]);
});
