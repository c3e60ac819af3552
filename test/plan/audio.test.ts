import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audioWarning, speech, speechChunks } from '../../src/plan/made-up/audio.ts';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

test('speaks a text as silence in a WAV file', () => {
  const { data, transcript, id, expires_at } = speech({ text: 'Try Interstellar.', format: 'wav', seed: 1 });
  const bytes = bytesOf(data);
  const view = new DataView(bytes.buffer);
  expect(transcript).toBe('Try Interstellar.');
  expect(id).toMatch(/^audio_[0-9a-f]{24}$/);
  expect(expires_at).toBeGreaterThan(Date.now() / 1000);
  expect([ascii(bytes, 0, 4), ascii(bytes, 8, 16), ascii(bytes, 36, 40)]).toEqual([
    'RIFF',
    'WAVEfmt ',
    'data',
  ]);
  expect(view.getUint32(4, true)).toBe(bytes.length - 8);
  expect(view.getUint32(24, true)).toBe(24_000);
  expect(view.getUint32(40, true)).toBe(bytes.length - 44);
  expect(bytes.subarray(44).every((byte) => byte === 0)).toBe(true);
});

test('gives the bare samples as pcm16', () => {
  const wav = bytesOf(speech({ text: 'Hello', format: 'wav', seed: 1 }).data);
  expect(bytesOf(speech({ text: 'Hello', format: 'pcm16', seed: 1 }).data)).toEqual(wav.subarray(44));
});

test('lasts as long as the text takes to say, at most 2 s', () => {
  const seconds = (text: string) => bytesOf(speech({ text, format: 'pcm16', seed: 1 }).data).length / 48_000;
  expect(seconds('')).toBeCloseTo(0.2);
  expect(seconds('fifteen letters')).toBeCloseTo(1);
  expect(seconds('long '.repeat(1000))).toBeCloseTo(2);
});

test.each(['mp3', 'flac', 'opus', 'aiff'])('answers %s with a WAV file, and says so', (format) => {
  const { data } = speech({ text: 'Hello', format, seed: 1 });
  expect(data).toBe(speech({ text: 'Hello', format: 'wav', seed: 1 }).data);
  expect(audioWarning(format)).toBe(
    `the audio is a WAV file, not ${format}: the mock makes wav and pcm16 only`,
  );
});

test.each(['wav', 'pcm16', undefined])('has nothing to say about %s', (format) => {
  expect(audioWarning(format)).toBeUndefined();
});

test('streams the id first, then the sound in parts, then when it expires', () => {
  const chunks = speechChunks({ text: 'Hello there, all of you', format: 'pcm16', seed: 1 });
  expect(Object.keys(chunks[0] ?? {})).toEqual(['id']);
  expect(Object.keys(chunks[1] ?? {})).toEqual(['data', 'transcript']);
  expect(Object.keys(chunks.at(-1) ?? {})).toEqual(['expires_at']);
  expect(chunks.length).toBeGreaterThan(5);
});

test('streams the very bytes and transcript of the whole', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('wav', 'mp3', 'pcm16'),
      fc.nat(),
      (text, format, seed) => {
        const whole = speech({ text, format, seed });
        const chunks = speechChunks({ text, format, seed });
        expect(chunks.map(({ data = '' }) => atob(data)).join('')).toBe(atob(whole.data));
        expect(chunks.map(({ transcript = '' }) => transcript).join('')).toBe(text);
        expect(chunks[0]?.id).toBe(whole.id);
      },
    ),
    { numRuns: 30 },
  );
});
