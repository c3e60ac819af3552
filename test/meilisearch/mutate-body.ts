/** Changes bodies of requests at random, so that the same seed makes the same bodies. */
export function bodyMutator(seed: number, bodies: readonly string[]): () => Uint8Array {
  const random = randomOf(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('There is nothing to pick from.');
    return item;
  };
  const encoder = new TextEncoder();

  return () => {
    let text = pick(bodies);
    for (let count = below(3); count > 0; count--) text = mutateJson(text);
    for (let count = below(4) - 1; count > 0; count--) text = mutateText(text);
    let bytes = encoder.encode(text);
    if (below(8) === 0) bytes = splice(bytes, below(bytes.length + 1), below(2), [pick(BYTES)]);
    return below(12) === 0 ? bytes.slice(0, below(bytes.length + 1)) : bytes;
  };

  /** Another value, another form or another place for a part of the JSON. */
  function mutateJson(text: string): string {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return text;
    }
    const places = placesOf({ value });
    const { holder, key } = pick(places);
    const old = holder[key];
    switch (below(8)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        holder[key] = pick(places.map((place) => place.holder[place.key]));
        break;
      case 2:
        holder[key] = isHolder(old) && !Array.isArray(old) ? shorten(Object.values(old)) : [old];
        break;
      case 3:
        holder[key] =
          typeof old === 'string' ? pick([{ [old]: null }, below(7), [old], { [old]: 1 }]) : [old];
        break;
      case 4:
        holder[below(2) === 0 ? pick(places).key : 'zzz'] = old;
        break;
      case 5:
        if (isHolder(old)) return duplicateKey(JSON.stringify(value), pick(Object.keys({ ...old, x: 1 })));
        holder[key] = pick(STRAY);
        break;
      default:
        holder[key] = pick(STRAY);
    }
    // `stringify` refuses what is in itself.
    const json = isTree(value) ? JSON.stringify(value, undefined, pick([0, 0, 0, 1, '\t'])) : undefined;
    return json ?? text;
  }

  function shorten(values: readonly unknown[]): unknown[] {
    const length = pick([values.length, below(values.length + 1), values.length + 1]);
    return Array.from({ length }, (_, index) => values[index] ?? null);
  }

  function duplicateKey(json: string, key: string): string {
    const at = json.indexOf(`"${key}":`);
    if (at < 0) return json;
    return `${json.slice(0, at)}"${key}"${pick([':1', ':null', '', ': "x"'])},${json.slice(at)}`;
  }

  function mutateText(text: string): string {
    const at = below(text.length + 1);
    switch (below(6)) {
      case 0:
        return text.slice(0, at) + text.slice(at + 1 + below(3));
      case 1:
        return text.slice(0, at) + text.slice(at, at + below(20)) + text.slice(at);
      case 2: {
        const depth = pick([2, 100, 126, 127, 128, 300]);
        const [open, close] = pick([
          ['[', ']'],
          ['{"a":', '}'],
        ] as const);
        return replaceToken(text, at, `${open.repeat(depth)}1${close.repeat(depth - below(2))}`);
      }
      case 3:
        return replaceToken(text, at, pick(TOKENS));
      default:
        return text.slice(0, at) + pick(TOKENS) + text.slice(at + below(2));
    }
  }

  /** Replaces the string, number or literal that begins next. */
  function replaceToken(text: string, from: number, token: string): string {
    const match = /"[^"]*"|-?\d[\d.eE+-]*|true|false|null/.exec(text.slice(from));
    if (match === null) return text.slice(0, from) + token;
    const start = from + match.index;
    return text.slice(0, start) + token + text.slice(start + match[0].length);
  }
}

type Holder = Record<string, unknown>;

interface Place {
  readonly holder: Holder;
  readonly key: string;
}

function placesOf(holder: Holder): Place[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(isHolder(value) ? placesOf(value) : []),
  ]);
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

function isTree(value: unknown, around: readonly unknown[] = []): boolean {
  if (!isHolder(value)) return true;
  return !around.includes(value) && Object.values(value).every((item) => isTree(item, [...around, value]));
}

function splice(bytes: Uint8Array, at: number, remove: number, insert: readonly number[]) {
  return Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove)]);
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const BYTES = [
  0x00, 0x09, 0x0a, 0x0d, 0x1f, 0x20, 0x22, 0x5c, 0x7f, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xff,
];

const NUMBERS = [
  ...['0', '-0', '1', '-1', '255', '256', '-129', '4294967295', '4294967296', '9223372036854775807'],
  ...['9223372036854775808', '-9223372036854775808', '-9223372036854775809', '18446744073709551615'],
  ...[
    '18446744073709551616',
    '184467440737095516150.0',
    '1844674407370955161.62',
    '0.1',
    '1.0',
    '1e2',
    '1E-2',
  ],
  ...['1e400', '-1e400', '1e-400', '0e99999999999', '1e99999999999', '1e-99999999999', '1.5e308', '17e307'],
  ...[
    '123456789012345678901234567890',
    '0.000000000000000000000000000001234567890123456789',
    '3.4e39',
    '2.5e-7',
  ],
  ...['01', '-', '1.', '.5', '1e', '1e+', '+1', '1.e1', '-x', '--1', '0x1', '1e5.5', '12345678901234567'],
];

const TOKENS = [
  ...NUMBERS,
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\u0001',
    "'",
    '/',
    'é',
    '😀',
    '\u2028',
  ],
  ...[
    'null',
    'nul',
    'nulx',
    'true',
    'tru',
    'false',
    'fals',
    'NaN',
    'n',
    't',
    'f',
    '{}',
    '[]',
    '""',
    '"a"',
    '[1,]',
  ],
  ...[
    '{"a":1,}',
    '{"a"}',
    '{"a":}',
    '{,}',
    '[,]',
    '{"a" 1}',
    '{"none":null}',
    '{"auto":null,}',
    '{"text":nul}',
  ],
  ...[
    '{"function":null}',
    '{"low":1}',
    '{"low" null}',
    '{"wav":null 1',
    '["x",]',
    '["user","x"]',
    '0,',
    '"\\u0061"',
  ],
  ...['"\\ud800"', '"\\ud83d\\ude00"', '"\\ud83d\\u0041"', '"\\udc00"', '"\\ud83dx"', '"\\u12"', '"\\u12zz"'],
  ...[
    '"\\x"',
    '"\\',
    '"\\u',
    '"\\ud83d\\',
    '"a\u0002"',
    '"\u200b\u0300"',
    '"role":"user",',
    '"type":"text",',
  ],
  ...[
    '"role"',
    '"type"',
    '"content"',
    '"name"',
    '"messages"',
    '"model"',
    '"user"',
    '"function"',
    '"a":1,',
    '"x":[',
  ],
];

const STRAY: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 1.5, 255, 256, 4294967296, 1e300, '', 'x', 'auto', 'none', 'text', 'user'],
  ...[
    'function',
    'content',
    'low',
    'wav',
    'alloy',
    'json_object',
    'bot',
    'é"\n',
    [],
    [null],
    [1, 2, 3],
    ['a'],
  ],
  ...[
    {},
    { type: 'text' },
    { type: 'text', text: 'x' },
    { role: 'user', content: 'x' },
    { name: 'f' },
    { x: 1 },
  ],
  ...[
    { type: 0, text: 'x' },
    ['text', 'x'],
    [0, 'x'],
    ['user', 'x', null],
    ['content', 'x'],
    [{ content: null }],
  ],
  ...[{ type: 'json_schema', json_schema: ['d', 'n', {}, true] }, ['json_object'], ['json_object', 1]],
  ...[
    { type: 'function', function: ['f'] },
    ['function', { name: 'f' }],
    { auto: null },
    { content: 'x', type: 'x' },
  ],
];
