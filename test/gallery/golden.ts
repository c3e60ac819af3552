import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import type { HostResponse } from '../kit/host-clients.ts';
import { readGallery } from '../scenario/gallery.ts';

/** The scenarios of the gallery. */
export const GALLERY: readonly ScenarioInput[] = readGallery().flatMap((file) =>
  file.scenarios.map(({ input }) => input),
);

/** How a mock is made whose answers are the golden ones. */
export const GOLDEN = { seed: 1, speed: 0 };

export const goldenFolder = fileURLToPath(new URL('../golden/', import.meta.url));

/** A stream is kept byte for byte; an error with its status, since that is half of it. */
export function goldenFile(name: string, index: number, { length }: HostResponse[], response: HostResponse) {
  const number = length === 1 ? '' : `.${index + 1}`;
  return `${name}${number}.${response.status === 200 ? 'sse' : 'http'}`;
}

/** What its file has of a response. */
export function goldenText({ status, headers, bytes }: HostResponse): string {
  const text = bytes.toString();
  // What is not UTF-8 would be kept as something else.
  expect(Buffer.from(text).equals(bytes)).toBe(true);
  if (status === 200) return text;
  const retry = headers['retry-after'];
  return `HTTP ${status}\n${retry === undefined ? '' : `retry-after: ${retry}\n`}content-type: ${headers['content-type']}\n\n${text}`;
}
