/** The encodings that the real server can send, in the order in which its 406 names them. */
const COMPRESSED = ['br', 'gzip', 'deflate'] as const;

export type Encoding = (typeof COMPRESSED)[number] | 'identity';

/** The encodings of a 406. */
export const ENCODINGS = COMPRESSED.join(', ');

interface Wish {
  /** In small letters; `*` for any. */
  readonly encoding: string;
  /** 0: not this one. */
  readonly quality: number;
}

/**
 * What a body is sent in, as the real server chooses it: what the client likes best of what it names, in the client's
 * own order. An asterisk names nothing; it only says whether a body may come as it is.
 *
 * @param acceptEncoding the value of the header
 * @returns undefined when the client takes none of what there is
 * @example
 * negotiate('gzip, deflate, br'); // 'gzip'
 */
export function negotiate(acceptEncoding: string | undefined): Encoding | undefined {
  if (acceptEncoding === undefined) return 'identity';
  const wishes = acceptEncoding.split(',').flatMap(wishOf);
  wishes.sort((a, b) => b.quality - a.quality);
  const best = wishes.find(({ encoding, quality }) => quality > 0 && isEncoding(encoding))?.encoding;
  if (best !== undefined && isEncoding(best)) return best;
  const plain = wishes.find(({ encoding }) => encoding === 'identity' || encoding === '*');
  return plain === undefined || plain.quality > 0 ? 'identity' : undefined;
}

/** One part of the header; none when it cannot be read. */
function wishOf(part: string): Wish[] {
  const [, name = '', parameter] = /^(.*?)(?:;([^;]*))?$/s.exec(part.trim()) ?? [];
  if (name === '') return [];
  const [, weight] = /^q=(.*)$/is.exec(parameter?.trim() ?? '') ?? [];
  // A parameter that is no weight belongs to the name, which then is no encoding's.
  if (parameter !== undefined && weight === undefined) return [{ encoding: part, quality: 1 }];
  const quality = weight === undefined ? 1 : weightOf(weight);
  return quality === undefined ? [] : [{ encoding: name.trim().toLowerCase(), quality }];
}

function weightOf(text: string): number | undefined {
  if (text.length > 5 || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return undefined;
  const quality = Number(text);
  return quality >= 0 && quality <= 1 ? quality : undefined;
}

function isEncoding(name: string): name is Encoding {
  return name === 'identity' || COMPRESSED.some((encoding) => encoding === name);
}
