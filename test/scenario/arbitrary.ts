import fc from 'fast-check';
import { YAML_PIECES } from '../kit/yaml-pieces.ts';

const KEYS = [
  'name',
  'description',
  'match',
  'pace',
  'model',
  'usage',
  'reply',
  'turns',
  'attempts',
  'error',
  'text',
  'search',
];
const MORE_KEYS = [
  'index',
  'documents',
  'toolCall',
  'wait',
  'hold',
  'raw',
  'finish',
  'fault',
  'id',
  'code',
  'message',
  'ends',
  'tps',
  '<<',
  '__proto__',
  'constructor',
];

/** Keys of the language, misspelt ones and others. */
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...KEYS, ...MORE_KEYS) },
  { weight: 1, arbitrary: fc.constantFrom('nmae', 'repply', 'serach', 'tool_call', 'x y', '') },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);

const leaf = fc.oneof(
  fc.constantFrom<unknown>(
    'movies',
    'stop',
    'reset',
    'chat_not_found',
    '/(/',
    '/a/gi',
    'Hello',
    '2s',
    '',
    0,
    1,
    -1,
    401,
    1.5,
    true,
    null,
    Number.NaN,
  ),
  fc.string(),
  fc.double(),
);

/** Values that look like scenarios, right and wrong in every place. */
export const scenarioLike: fc.Arbitrary<unknown> = fc.letrec<{
  value: unknown;
  object: unknown;
  list: unknown;
}>((tie) => ({
  object: fc.dictionary(key, tie('value'), { maxKeys: 5, depthIdentifier: 'nest' }),
  list: fc.array(tie('value'), { maxLength: 4, depthIdentifier: 'nest' }),
  value: fc.oneof(
    { depthIdentifier: 'nest', maxDepth: 6 },
    leaf,
    tie('object'),
    tie('list'),
    fc.record({ text: leaf }),
    fc.record({ search: fc.dictionary(key, leaf) }),
  ),
})).object;

/** Text made of the pieces that YAML is made of. */
export const yamlLike = fc
  .array(fc.oneof(fc.constantFrom(...YAML_PIECES, ...KEYS, ...MORE_KEYS), fc.string({ maxLength: 5 })), {
    maxLength: 60,
  })
  .map((pieces) => pieces.join(''));
