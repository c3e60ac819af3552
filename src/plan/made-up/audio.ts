import { ChatMockError } from '../../error.ts';
import { AUDIO_FORMATS, encodeAudio, FRAME, SAMPLE_RATE } from './audio-formats.ts';
import { createRandom } from './random.ts';

export { AUDIO_FORMATS, type AudioFormat } from './audio-formats.ts';

/** The speech of a whole answer: `message.audio`. */
export interface Speech {
  readonly id: string;
  /** Unix seconds. */
  readonly expires_at: number;
  /** Base64 of a whole file (`pcm16`: of bare samples). */
  readonly data: string;
  readonly transcript: string;
}

/** One part of it in a stream: `delta.audio`. */
export type AudioDelta = Partial<Speech>;

export interface SpeechOptions {
  readonly text: string;
  readonly format: string;
  readonly seed: number;
}

/** Nothing that is made up goes away: the first second of 2100. */
const NEVER = 4_102_444_800;

/**
 * A short sound in place of speech: a quiet tone, as long as the text needs up to 2 s, 24 kHz, 16 bits, one channel.
 *
 * @throws ChatMockError `invalid-option` for a format that is none of {@link AUDIO_FORMATS}.
 */
export function speech(options: SpeechOptions): Speech {
  return { ...identity(options.seed), data: base64(sound(options)), transcript: options.text };
}

/**
 * The same as a stream has it: first the id, then sound and transcript in parts of 0.2 s, last when it expires. Each
 * `data` is base64 of whole bytes; decoded and joined, they are the bytes of {@link speech}.
 */
export function speechChunks(options: SpeechOptions): AudioDelta[] {
  const { id, expires_at } = identity(options.seed);
  const bytes = sound(options);
  const count = Math.max(1, Math.round(seconds(options.text) / 0.2));
  const size = 2 * Math.ceil(bytes.length / count / 2); // whole samples
  const words = options.text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? [];
  const parts = Array.from({ length: count }, (_, index) => ({
    data: base64(bytes.subarray(index * size, (index + 1) * size)),
    transcript: words
      .slice(share(words.length, index, count), share(words.length, index + 1, count))
      .join(''),
  }));
  return [{ id }, ...parts, { expires_at }];
}

/** What a user should know of a format's sound, or undefined. */
export function audioWarning(format: string | undefined): string | undefined {
  if (format !== 'mp3' && format !== 'opus') return undefined;
  return `the ${format} audio is silent: only wav, pcm16 and flac have a tone`;
}

function identity(seed: number) {
  const random = createRandom(seed);
  const digits = Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16));
  return { id: `audio_${digits.join('')}`, expires_at: NEVER };
}

function sound({ text, format, seed }: SpeechOptions): Uint8Array {
  const known = AUDIO_FORMATS.find((each) => each === format);
  if (known === undefined) {
    throw new ChatMockError('invalid-option', `There is no audio format ${JSON.stringify(format)}.`, {
      hint: `Ask for one of ${AUDIO_FORMATS.join(', ')}.`,
    });
  }
  return encodeAudio(known, tone(seconds(text), createRandom(seed)()));
}

/** About as long as it takes to say, at 15 characters a second, from 0.2 to 2. */
function seconds(text: string): number {
  return Math.min(2, Math.max(0.2, Math.ceil(text.length / 1.5) / 10));
}

/** A sine at a pitch from 220 to 440 Hz, at a tenth of full volume, fading in and out. */
function tone(duration: number, pitch: number): Int16Array {
  const length = Math.round((duration * SAMPLE_RATE) / FRAME) * FRAME;
  const frequency = 220 * (1 + pitch);
  return Int16Array.from({ length }, (_, index) => {
    const fade = Math.min(1, index / 480, (length - 1 - index) / 480);
    return Math.round(3_276 * fade * Math.sin((2 * Math.PI * frequency * index) / SAMPLE_RATE));
  });
}

function share(total: number, index: number, count: number): number {
  return Math.round((total * index) / count);
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(binary);
}
