/**
 * Where the parser of the real server and the document differ on a chat request, and why the overlay does not say it. They
 * come of JSON text, which a schema does not see, and of how serde reads Rust types; no client is known to send one.
 */
export interface KnownDifference {
  readonly why: string;
  /** What the server does; the document does the opposite. */
  readonly server: 'takes' | 'refuses';
  /** Requests as text: some of these differences are gone after `JSON.parse`. */
  readonly bodies: readonly string[];
}

const wrap = (rest: string) => `{"model":"m","messages":[],${rest}}`;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    why: 'serde refuses a key that is there twice; JSON.parse keeps the last.',
    server: 'refuses',
    bodies: ['{"model":"m","model":"n","messages":[]}', wrap('"n":1,"n":1')],
  },
  {
    why: 'A number with a fraction or an exponent is a float for serde, whatever its value.',
    server: 'refuses',
    bodies: [wrap('"n":1.0'), wrap('"max_tokens":1e2'), wrap('"seed":-0')],
  },
  {
    why: 'JavaScript numbers cannot tell the largest 64-bit integer from the next.',
    server: 'refuses',
    bodies: [wrap('"seed":9223372036854775808')],
  },
  {
    why: 'serde refuses half of a surrogate pair, which is no text; JSON.parse takes it.',
    server: 'refuses',
    bodies: ['{"model":"\\ud800","messages":[]}'],
  },
  {
    why: 'serde_json stops at 128 levels.',
    server: 'refuses',
    bodies: [
      wrap(
        `"tools":[{"type":"function","function":{"name":"x","parameters":${'['.repeat(128)}${']'.repeat(128)}}}]`,
      ),
    ],
  },
  {
    why: 'serde takes an array with all fields in order for a struct.',
    server: 'takes',
    bodies: [
      wrap('"stream_options":[true]'),
      wrap('"tools":[["function",["x",null,null,null]]]'),
      wrap('"audio":["ash","wav"]'),
      '{"model":"m","messages":[["user","hi",null]]}',
    ],
  },
  {
    why: 'serde takes an object with the name as its key and null as its value for a plain variant of an enum.',
    server: 'takes',
    bodies: [wrap('"service_tier":{"auto":null}'), wrap('"tool_choice":{"none":null}')],
  },
  {
    why: 'serde takes the number of a variant for its name in a part of a message, which it reads twice.',
    server: 'takes',
    bodies: ['{"model":"m","messages":[{"role":"user","content":[{"type":0,"text":"hi"}]}]}'],
  },
];
