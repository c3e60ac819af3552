import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChatRequest } from '../../src/meilisearch/body/parse-request.ts';
import cases from '../wire/serde.json' with { type: 'json' };

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string) => parseChatRequest(encode(text));

test.each(cases)('answers as the real parser: $body', async ({ body, code, message }) => {
  const parsed = await parse(body);
  expect(parsed.ok ? { code: null, message: null } : { code: parsed.code, message: parsed.message }).toEqual({
    code,
    message,
  });
  if (parsed.ok) expect(parsed.written ?? parsed.value).toEqual(JSON.parse(body));
});

test('hands over the plain JSON, with nulls and unknown fields', async () => {
  const body = { model: 'm', messages: [{ role: 'user', content: 'hi', mood: 'good' }], stop: null, foo: 1 };
  expect(await parse(JSON.stringify(body))).toEqual({ ok: true, value: body });
  expect(await parse(JSON.stringify(body, null, 2))).toEqual({ ok: true, value: body });
});

test.each([
  ['a struct as an array', '"stream_options":[true]', { stream_options: { include_usage: true } }],
  [
    'structs in structs',
    '"tools":[["function",["x",null,null,null]]]',
    {
      tools: [
        { type: 'function', function: { name: 'x', description: null, parameters: null, strict: null } },
      ],
    },
  ],
  ['variants by their place', '"audio":["ash",{"wav":null}]', { audio: { voice: 'ash', format: 'wav' } }],
  ['a variant with null', '"tool_choice":{"none":null}', { tool_choice: 'none' }],
  [
    'a message as an array',
    '"messages":[["user","hi",null]]',
    { messages: [{ role: 'user', content: 'hi', name: null }] },
  ],
  [
    'a part whose type is a number',
    '"messages":[{"role":"user","content":[{"type":0,"text":"hi"},[0,"ho"]]}]',
    {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'hi' },
            { type: 'text', text: 'ho' },
          ],
        },
      ],
    },
  ],
  [
    'an array of tag and content',
    '"prediction":["content","hi"]',
    { prediction: { type: 'content', content: 'hi' } },
  ],
])('hands over %s as clients write it, and also as it was written', async (_, field, value) => {
  const rest = field.startsWith('"messages"') ? '"model":"m"' : '"model":"m","messages":[]';
  const parsed = await parse(`{${rest},${field}}`);
  expect(parsed).toMatchObject({ ok: true, value, written: JSON.parse(`{${field}}`) });
});

test('hands over a whole request that is an array', async () => {
  const fields = [[['user', 'hi', null]], 'm', ...Array.from({ length: 28 }, () => null)];
  expect(await parse(JSON.stringify(fields))).toMatchObject({
    ok: true,
    value: { model: 'm', messages: [{ role: 'user', content: 'hi', name: null }], stream: null },
  });
});

test('counts columns in bytes and lines by line feed', async () => {
  expect(await parse('{"user":"é",\r\n "stream":"ü"}')).toMatchObject({
    message: 'Json deserialize error: invalid type: string "ü", expected a boolean at line 2 column 14',
  });
});

test('takes invalid UTF-8 in what it ignores, and refuses it elsewhere', async () => {
  const withByte = (before: string, after: string) =>
    parseChatRequest(Uint8Array.from([...encode(before), 0xff, ...encode(after)]));
  expect(await withByte('{"model":"m","messages":[],"foo":"', '"}')).toMatchObject({
    ok: true,
    value: { foo: '\ufffd' },
  });
  expect(await withByte('{"model":"', '","messages":[]}')).toEqual({
    ok: false,
    code: 'malformed_payload',
    message: 'The json payload provided is malformed. `invalid unicode code point at line 1 column 12`.',
  });
});

test('steps over ignored values of any depth', async () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  expect((await parse(`{"model":"m","messages":[],"foo":${deep(5_000)}}`)).ok).toBe(true);
  expect(await parse(`{"model":"m","messages":[],"metadata":${deep(5_000)}}`)).toMatchObject({
    message: 'The json payload provided is malformed. `recursion limit exceeded at line 1 column 165`.',
  });
});

test('notices a duplicate key also in a body that is otherwise good', async () => {
  expect(await parse('{"model":"m","messages":[],"stream":true,"stream":true}')).toMatchObject({
    message: 'Json deserialize error: duplicate field `stream` at line 1 column 49',
  });
});

test('never throws, whatever the bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect((await parseChatRequest(bytes)).ok).toBe(false);
    }),
  );
});

test('takes no text that is not JSON', async () => {
  const edit = fc.record({ at: fc.nat(200), remove: fc.nat(2), insert: fc.string({ maxLength: 2 }) });
  const body = JSON.stringify({
    model: 'm',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'a\n"b"' }] }],
    seed: -1.5e3,
    foo: [{}, null, true],
  });
  await fc.assert(
    fc.asyncProperty(edit, async ({ at, remove, insert }) => {
      const text = body.slice(0, at) + insert + body.slice(at + remove);
      if ((await parse(text)).ok) expect(() => JSON.parse(text)).not.toThrow();
    }),
    { numRuns: 1000 },
  );
});

test('ignores any JSON in an unknown field', async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (json) => {
      expect((await parse(`{"model":"m","messages":[],"foo":${json}}`)).ok).toBe(true);
    }),
  );
});

test('says the same of a body however it is written, but for where', async () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('auto', 'text', 'low', ['a'], { type: 'text' }, { name: 'f' }, 300, -1, 0.5, null),
  );
  const message = fc.record(
    {
      role: fc.constantFrom('user', 'assistant', 'tool', 'bot'),
      content: value,
      tool_call_id: value,
      tool_calls: value,
    },
    { requiredKeys: [] },
  );
  const names = [
    'n',
    'stop',
    'stream',
    'tools',
    'tool_choice',
    'response_format',
    'prediction',
    'seed',
    'functions',
  ];
  const body = fc.record(
    {
      model: value,
      messages: fc.oneof(fc.array(message), value),
      ...Object.fromEntries(names.map((name) => [name, value])),
    },
    { requiredKeys: ['messages'] },
  );
  const verdict = async (text: string) => {
    const parsed = await parse(text);
    return parsed.ok || { ...parsed, message: parsed.message.replace(/ at line \d+ column \d+/, '') };
  };
  await fc.assert(
    fc.asyncProperty(body, async (request) => {
      expect(await verdict(JSON.stringify(request, null, 2))).toEqual(await verdict(JSON.stringify(request)));
    }),
    { numRuns: 500 },
  );
});
