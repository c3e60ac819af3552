import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AUDIO_FORMATS, audioWarning, speech, speechChunks } from '../../src/plan/made-up/audio.ts';

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const ascii = (bytes: Uint8Array, from: number, to: number) =>
  String.fromCharCode(...bytes.subarray(from, to));

test('speaks a text as a quiet tone in a WAV file', () => {
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
  const samples = new Int16Array(bytes.buffer, 44);
  expect(Math.max(...samples)).toBeGreaterThan(3_000);
  expect(Math.max(...samples)).toBeLessThan(3_300);
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

test.each([
  ['mp3', [0xff, 0xf3, 0x44, 0xc4]],
  ['flac', [...'fLaC'].map((letter) => letter.charCodeAt(0))],
  ['opus', [...'OggS'].map((letter) => letter.charCodeAt(0))],
])('begins a file of %s as the format does', (format, magic) => {
  expect([...bytesOf(speech({ text: 'Hello', format, seed: 1 }).data).subarray(0, 4)]).toEqual(magic);
});

test('says which formats are silent', () => {
  expect(AUDIO_FORMATS.filter((format) => audioWarning(format) !== undefined)).toEqual(['mp3', 'opus']);
});

test('names the formats when asked for another', () => {
  expect(() => speech({ text: 'Hello', format: 'aiff', seed: 1 })).toThrow(
    'There is no audio format "aiff". Ask for one of wav, mp3, flac, opus, pcm16.',
  );
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
      fc.constantFrom(...AUDIO_FORMATS),
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
