import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from '../../src/hosts/server/server.ts';
import { type HostResponse, overHttp } from '../kit/host-clients.ts';
import { readGallery } from '../scenario/gallery.ts';
import { converse, faultOf } from './converse.ts';

const golden = fileURLToPath(new URL('../golden/', import.meta.url));
const scenarios = readGallery().flatMap((file) => file.scenarios.map(({ input }) => input));
const server = createServer({ scenarios: 'scenarios', seed: 1, speed: 0 });
const used = new Set<string>();

beforeAll(() => server.listen());
afterAll(() => server.close());

/** A stream is kept byte for byte; an error with its status, since that is half of it. */
function fileOf(name: string, index: number, { length }: HostResponse[], response: HostResponse): string {
  const number = length === 1 ? '' : `.${index + 1}`;
  return `${name}${number}.${response.status === 200 ? 'sse' : 'http'}`;
}

function textOf({ status, headers, bytes }: HostResponse): string {
  const text = bytes.toString();
  // What is not UTF-8 would be kept as something else.
  expect(Buffer.from(text).equals(bytes)).toBe(true);
  if (status === 200) return text;
  const retry = headers['retry-after'];
  return `HTTP ${status}\n${retry === undefined ? '' : `retry-after: ${retry}\n`}content-type: ${headers['content-type']}\n\n${text}`;
}

test.each(scenarios.map((input) => [input.name, input] as const))('%s', async (name, input) => {
  const responses = await converse(server, overHttp, input);
  for (const [index, response] of responses.entries()) {
    const file = fileOf(name, index, responses, response);
    used.add(file);
    await expect(
      textOf(response),
      'the bytes have changed; if they should, `npx vitest run test/gallery/golden.test.ts -u` renews them',
    ).toMatchFileSnapshot(golden + file);
  }
  const broken = ['reset', 'half-frame'].includes(faultOf(input) ?? '');
  expect(responses.at(-1)?.broken).toBe(broken);
});

test('every golden file is of a scenario', () => {
  expect(readdirSync(golden).filter((file) => !used.has(file))).toEqual([]);
});
