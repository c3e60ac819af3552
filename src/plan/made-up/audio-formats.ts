/** The formats that a request can ask for. */
export const AUDIO_FORMATS = ['wav', 'mp3', 'flac', 'opus', 'pcm16'] as const;
export type AudioFormat = (typeof AUDIO_FORMATS)[number];

/** Samples a second, one channel, 16 bits. */
export const SAMPLE_RATE = 24_000;

/** Samples in a FLAC frame; sound comes in multiples of it, 0.1 s. */
export const FRAME = 2_400;

/** A whole file with a sound. MP3 and Opus have silence of the same length: their encoders are no small matter. */
export function encodeAudio(format: AudioFormat, samples: Int16Array): Uint8Array<ArrayBuffer> {
  const seconds = samples.length / SAMPLE_RATE;
  switch (format) {
    case 'pcm16':
      return pcm16(samples);
    case 'wav':
      return wav(samples);
    case 'flac':
      return flac(samples);
    case 'mp3':
      return silentMp3(seconds);
    case 'opus':
      return silentOpus(seconds);
    default:
      return format satisfies never;
  }
}

function pcm16(samples: Int16Array, littleEndian = true): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(samples.length * 2));
  samples.forEach((sample, index) => {
    view.setInt16(index * 2, sample, littleEndian);
  });
  return new Uint8Array(view.buffer);
}

function wav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const data = pcm16(samples);
  const form = [
    little(1, 2),
    little(1, 2),
    little(SAMPLE_RATE, 4),
    little(SAMPLE_RATE * 2, 4),
    little(2, 2),
    little(16, 2),
  ];
  return concat(
    [
      [ascii('RIFF'), little(36 + data.length, 4), ascii('WAVE')],
      [ascii('fmt '), little(16, 4), ...form],
      [ascii('data'), little(data.length, 4), data],
    ].flat(),
  );
}

/** RFC 9639, with verbatim subframes: a little larger than a WAV. */
function flac(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const rateChannelsBits = (BigInt(SAMPLE_RATE) << 44n) | (0n << 41n) | (15n << 36n) | BigInt(samples.length);
  const streamInfo = concat([
    big(FRAME, 2),
    big(FRAME, 2),
    big(0, 3),
    big(0, 3),
    big(rateChannelsBits, 8),
    new Uint8Array(16),
  ]);
  const frames = Array.from({ length: samples.length / FRAME }, (_, number) => {
    const header = Uint8Array.of(0xff, 0xf8, 0x77, 0x08, number, ...big(FRAME - 1, 2));
    const block = pcm16(samples.subarray(number * FRAME, (number + 1) * FRAME), false);
    const frame = concat([header, [crc(header, 8, 0x07)], [0x02], block]);
    return concat([frame, big(crc(frame, 16, 0x8005), 2)]);
  });
  return concat([ascii('fLaC'), [0x80], big(streamInfo.length, 3), streamInfo, ...frames]);
}

/** MPEG-2 Layer III, 32 kbit/s: frames of 96 bytes for 24 ms, whose zeros say that there is no sound. */
function silentMp3(seconds: number): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(96);
  frame.set([0xff, 0xf3, 0x44, 0xc4]);
  return concat(Array.from({ length: Math.ceil(seconds / 0.024) }, () => frame));
}

/** RFC 7845, with the packet of 20 ms of silence that Opus encoders send. */
function silentOpus(seconds: number): Uint8Array<ArrayBuffer> {
  const packets = Array.from({ length: Math.round(seconds / 0.02) }, () => Uint8Array.of(0xf8, 0xff, 0xfe));
  const head = concat([ascii('OpusHead'), [1, 1], little(0, 2), little(SAMPLE_RATE, 4), little(0, 2), [0]]);
  const tags = concat([ascii('OpusTags'), little(0, 4), little(0, 4)]);
  return concat([
    oggPage(0, 2, 0, [head]),
    oggPage(1, 0, 0, [tags]),
    oggPage(2, 4, packets.length * 960, packets),
  ]);
}

function oggPage(
  number: number,
  flags: number,
  position: number,
  packets: readonly Uint8Array[],
): Uint8Array {
  const lengths = packets.map((packet) => packet.length);
  const header = [
    ascii('OggS'),
    [0, flags],
    little(position, 4),
    little(0, 4),
    little(1, 4),
    little(number, 4),
  ];
  const page = concat([...header, little(0, 4), [lengths.length], lengths, ...packets]);
  page.set(little(crc(page, 32, 0x04c11db7), 4), 22);
  return page;
}

/** A cyclic redundancy check, highest bit first, from zero. */
function crc(bytes: Uint8Array, width: 8 | 16 | 32, polynomial: number): number {
  const top = 2 ** (width - 1);
  const modulus = 2 ** width;
  let value = 0;
  for (const byte of bytes) {
    value = (value ^ (byte * 2 ** (width - 8))) >>> 0;
    for (let bit = 0; bit < 8; bit++) {
      value = value >= top ? (((value * 2) % modulus) ^ polynomial) >>> 0 : value * 2;
    }
  }
  return value;
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** An integer's lowest bytes, the highest one first. */
function big(value: number | bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) =>
    Number((BigInt(value) >> BigInt(8 * (bytes - 1 - index))) & 0xffn),
  );
}

function little(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => (value >> (8 * index)) & 0xff);
}

function concat(parts: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}
