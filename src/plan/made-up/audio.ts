import { createRandom } from './random.ts';

/** The speech of a whole answer: `message.audio`. */
export interface Speech {
  readonly id: string;
  /** Unix seconds. */
  readonly expires_at: number;
  /** Base64 of a WAV file (`pcm16`: of bare samples). */
  readonly data: string;
  readonly transcript: string;
}

/** One part of it in a stream: `delta.audio`. */
export type AudioDelta = Partial<Speech>;

export interface SpeechOptions {
  readonly text: string;
  /** `wav` or `pcm16`; every other format is answered with a WAV file, see {@link audioWarning}. */
  readonly format: string;
  readonly seed: number;
}

/** Samples per second, one channel, 16 bits. */
const SAMPLE_RATE = 24_000;

/** Made-up audio does not expire: the first second of 2100. */
const NEVER = 4_102_444_800;

/** Silence in place of speech: as long as the text takes to say, up to 2 s, 24 kHz, 16 bits, one channel. */
export function speech(options: SpeechOptions): Speech {
  return { ...identity(options.seed), data: base64(silence(options)), transcript: options.text };
}

/**
 * The same as a stream has it: first the id, then sound and transcript in parts of 0.2 s, last when it expires. Each
 * `data` is base64 of whole bytes; decoded and joined, they are the bytes of {@link speech}.
 */
export function speechChunks(options: SpeechOptions): AudioDelta[] {
  const { id, expires_at } = identity(options.seed);
  const bytes = silence(options);
  const count = Math.max(1, Math.round(seconds(options.text) / 0.2));
  const size = 2 * Math.ceil(bytes.length / count / 2); // whole samples
  const words = options.text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? [];
  const share = (index: number) => Math.round((words.length * index) / count);
  const parts = Array.from({ length: count }, (_, index) => ({
    data: base64(bytes.subarray(index * size, (index + 1) * size)),
    transcript: words.slice(share(index), share(index + 1)).join(''),
  }));
  return [{ id }, ...parts, { expires_at }];
}

/** What to say about a format that is not made, or undefined. */
export function audioWarning(format: string | undefined): string | undefined {
  if (format === undefined || format === 'wav' || format === 'pcm16') return undefined;
  return `the audio is a WAV file, not ${format}: the mock makes wav and pcm16 only`;
}

function identity(seed: number) {
  const random = createRandom(seed);
  const digits = Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16));
  return { id: `audio_${digits.join('')}`, expires_at: NEVER };
}

function silence({ text, format }: SpeechOptions): Uint8Array {
  const size = 2 * Math.round(seconds(text) * SAMPLE_RATE);
  if (format === 'pcm16') return new Uint8Array(size);
  const bytes = new Uint8Array(44 + size);
  const view = new DataView(bytes.buffer);
  const ascii = new TextEncoder();
  bytes.set(ascii.encode('RIFF'), 0);
  view.setUint32(4, 36 + size, true);
  bytes.set(ascii.encode('WAVEfmt '), 8);
  view.setUint32(16, 16, true); // length of the format block
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, SAMPLE_RATE, true);
  view.setUint32(28, SAMPLE_RATE * 2, true); // bytes per second
  view.setUint16(32, 2, true); // bytes per sample
  view.setUint16(34, 16, true); // bits per sample
  bytes.set(ascii.encode('data'), 36);
  view.setUint32(40, size, true);
  return bytes;
}

/** About as long as it takes to say, at 15 characters per second, from 0.2 to 2. */
function seconds(text: string): number {
  return Math.min(2, Math.max(0.2, Math.ceil(text.length / 1.5) / 10));
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
