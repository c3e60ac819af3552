import fc from 'fast-check';
import { type ScenarioInput, scenarioSchema } from '../../src/scenario/schema.ts';
import { fromSchema } from './from-schema.ts';

const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/);
const functionName = fc.oneof(
  { weight: 2, arbitrary: fc.stringMatching(/^[a-zA-Z0-9_-]{1,12}$/) },
  { weight: 1, arbitrary: fc.constantFrom('two words', 'é', '_meiliSearchInIndex') },
);
const json = fc.jsonValue({ maxDepth: 2 });

// A stream that stalls would not end, so there is no such fault.
const { reply, turns, attempts, error, name: _, $schema, ...rest } = scenarioSchema.shape;
const hints = {
  name: functionName,
  id: name,
  hold: name,
  fault: fc.constantFrom('reset', 'truncate', 'half-frame', 'no-done'),
  base64: fc.base64String({ maxLength: 40 }),
  documents: fc.oneof(
    fc.nat(30),
    fc.array(fc.dictionary(fc.string({ maxLength: 8 }), json, { maxKeys: 4 }), { maxLength: 3 }),
  ),
};
const others = fc.record(
  Object.fromEntries(Object.entries(rest).map(([key, schema]) => [key, fromSchema(schema, hints)])),
  {
    requiredKeys: [],
  },
);
const outcome = fc.oneof(
  ...Object.entries({ reply, turns, attempts, error }).map(([key, schema]) =>
    fromSchema(schema, hints).map((value) => ({ [key]: value })),
  ),
);
/** Every scenario that the schema has a shape for, but for one that stalls. */
export const scenarioInput: fc.Arbitrary<ScenarioInput> = fc
  .tuple(others, outcome)
  .map(([more, said]) => ({ name: 'arbitrary', ...more, ...said }) as ScenarioInput);
