/** The encodings that the real server can send, in the order in which it prefers them and its 406 names them. */
const COMPRESSED = ['br', 'gzip', 'deflate'] as const;

export type Encoding = (typeof COMPRESSED)[number] | 'identity';

/** The body of a 406: every encoding that there is. */
export const ENCODINGS = COMPRESSED.join(', ');

/**
 * The encoding of a body, as the real server chooses it: of those that the client names, the one with the highest
 * weight; of those with the same weight, br, then gzip, deflate and identity, whatever the order in the header. An
 * asterisk names no encoding: it only says whether a body may come uncompressed.
 *
 * @param acceptEncoding the value of the header
 * @returns undefined when the client accepts none of the encodings
 * @example
 * negotiate('gzip, deflate, br'); // 'br'
 */
export function negotiate(acceptEncoding: string | undefined): Encoding | undefined {
  const weights = weightsIn(acceptEncoding ?? '');
  const weightOf = (encoding: string) => weights.get(encoding) ?? 0;
  const [best] = [...COMPRESSED, 'identity' as const]
    .filter((encoding) => weightOf(encoding) > 0)
    .sort((a, b) => weightOf(b) - weightOf(a));
  if (best !== undefined) return best;
  const uncompressed = weights.get('*') ?? weights.get('identity');
  return uncompressed === 0 ? undefined : 'identity';
}

/** The highest weight of each name in the header, names in lower case. Parts that cannot be read are left out. */
function weightsIn(header: string): Map<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.split(',')) {
    const semicolon = part.lastIndexOf(';');
    const name = (semicolon < 0 ? part : part.slice(0, semicolon)).trim().toLowerCase();
    const weight = semicolon < 0 ? 1 : parseWeight(part.slice(semicolon + 1).trim());
    if (weight !== undefined) weights.set(name, Math.max(weight, weights.get(name) ?? 0));
  }
  return weights;
}

/** The weight in a parameter: `q=0.5`. Undefined when it is another parameter, or no number from 0 to 1. */
function parseWeight(parameter: string): number | undefined {
  // The real server reads at most five characters of a number.
  if (parameter.length > 'q=0.123'.length) return undefined;
  const [, number] = /^q=([+-]?(?:\d+\.?\d*|\.\d+))$/i.exec(parameter) ?? [];
  const weight = Number(number ?? Number.NaN);
  return weight >= 0 && weight <= 1 ? weight : undefined;
}
