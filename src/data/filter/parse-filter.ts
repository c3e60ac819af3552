import { type Condition, type FilterWord, GEO } from './condition.ts';
import { escaped, fail } from './filter-error.ts';
import { FilterReader, GEO_FILTERS } from './words.ts';

/** How deep conditions may be nested. Each pair of parentheses counts four times, as the real server counts. */
const DEEPEST = 200;

const OPERATORS = ['<=', '>=', '!=', '<', '>', '='] as const;

const EXPECTED = [
  ...['=', '!=', '>=', '>', '<=', '<', 'IN', 'NOT IN', 'TO', 'EXISTS', 'NOT EXISTS', 'IS NULL'],
  ...['IS NOT NULL', 'IS EMPTY', 'IS NOT EMPTY', 'CONTAINS', 'NOT CONTAINS', 'STARTS WITH'],
  ...['NOT STARTS WITH', '_geoRadius', '_geoBoundingBox'],
].map((operation) => `\`${operation}\``);

/**
 * Parses a filter expression of Meilisearch. An empty one has no condition.
 *
 * @throws FilterError that says what the real server says
 * @example
 * parseFilter('year > 1990 AND genres IN [Drama, "Science Fiction"]');
 */
export function parseFilter(filter: string): Condition | undefined {
  if (filter.trim() === '') return undefined;
  const reader = new FilterReader(filter);
  const condition = either(reader, 0);
  if (reader.at === filter.length) return condition;
  const rest = escaped(filter.slice(reader.at));
  const text = `Found unexpected characters at the end of the filter: \`${rest}\`. You probably forgot an \`OR\` or an \`AND\` rule.`;
  return fail(filter, reader.rest, text);
}

function either(reader: FilterReader, depth: number): Condition {
  mustBeShallow(reader, depth);
  const conditions = [all(reader, depth + 1)];
  while (reader.takeWord('OR')) conditions.push(all(reader, depth + 1));
  return joined('or', conditions);
}

function all(reader: FilterReader, depth: number): Condition {
  mustBeShallow(reader, depth);
  const conditions = [perhapsNot(reader, depth + 1)];
  while (reader.takeWord('AND')) conditions.push(perhapsNot(reader, depth + 1));
  return joined('and', conditions);
}

function joined(type: 'and' | 'or', conditions: readonly Condition[]): Condition {
  const [first] = conditions;
  return first !== undefined && conditions.length === 1 ? first : { type, conditions };
}

function perhapsNot(reader: FilterReader, depth: number): Condition {
  mustBeShallow(reader, depth);
  if (!reader.takeWord('NOT')) return primary(reader, depth + 1);
  return { type: 'not', condition: perhapsNot(reader, depth + 1) };
}

function mustBeShallow(reader: FilterReader, depth: number): void {
  if (depth <= DEEPEST) return;
  const text =
    'The filter exceeded the maximum depth limit. Try rewriting the filter so that it contains fewer nested conditions.';
  fail(reader.text, reader.rest, text);
}

function primary(reader: FilterReader, depth: number): Condition {
  mustBeShallow(reader, depth);
  const { text, rest } = reader;
  reader.skipSpace();
  if (reader.take('(')) {
    const condition = either(reader, depth + 1);
    reader.skipSpace();
    const shown = escaped(text.slice(rest.start));
    const missing = `Expression \`${shown}\` is missing the following closing delimiter: \`)\`.`;
    if (!reader.take(')')) fail(text, rest, missing);
    reader.skipSpace();
    return condition;
  }
  const geo = geoFilter(reader);
  if (geo !== undefined) return geo;
  const attribute = reader.value();
  if (attribute === undefined) reader.refuseKeyword();
  const condition = attribute === undefined ? undefined : operation(reader, attribute);
  if (condition !== undefined) return condition;
  const shown = text.slice(rest.start);
  const found = shown.trim() === '' ? 'but instead got nothing.' : `at \`${escaped(shown)}\`.`;
  return fail(text, rest, `Was expecting an operation ${EXPECTED.join(', ')} or \`_geoPolygon\` ${found}`);
}

/** What is asked of an attribute; undefined: nothing that can be read. */
function operation(reader: FilterReader, attribute: FilterWord): Condition | undefined {
  const not = (condition: Condition): Condition => ({ type: 'not', condition });
  if (reader.takeWord('IN')) return { type: 'in', attribute, values: list(reader) };
  for (const type of OPERATORS) {
    if (reader.take(type)) return { type, attribute, value: reader.mustHaveValue() };
  }
  if (reader.takePattern(/IS\s+NULL/y)) return { type: 'null', attribute };
  if (reader.takePattern(/IS\s+NOT\s+NULL/y)) return not({ type: 'null', attribute });
  if (reader.takePattern(/IS\s+EMPTY/y)) return { type: 'empty', attribute };
  if (reader.takePattern(/IS\s+NOT\s+EMPTY/y)) return not({ type: 'empty', attribute });
  if (reader.takePattern(/EXISTS/y)) return { type: 'exists', attribute };
  if (reader.takePattern(/NOT\s+EXISTS/y)) return not({ type: 'exists', attribute });
  if (reader.takePattern(/NOT\s+IN(?![\p{Alphabetic}\p{N}_.-])/uy))
    return not({ type: 'in', attribute, values: list(reader) });
  const word = (type: 'contains' | 'starts with'): Condition => {
    return { type, attribute, value: reader.mustHaveValue() };
  };
  if (reader.takePattern(/CONTAINS/y)) return word('contains');
  if (reader.takePattern(/NOT\s+CONTAINS/y)) return not(word('contains'));
  if (reader.takePattern(/STARTS WITH/y)) return word('starts with');
  if (reader.takePattern(/NOT\s+STARTS WITH/y)) return not(word('starts with'));
  const from = reader.value();
  if (from === undefined || !reader.takePattern(/TO\s+/y)) return undefined;
  return { type: 'to', attribute, from, to: reader.mustHaveValue() };
}

/** The values between the brackets of `IN`. */
function list(reader: FilterReader): FilterWord[] {
  if (!reader.take('[')) fail(reader.text, reader.rest, 'Expected `[` after `IN` keyword.');
  const values: FilterWord[] = [];
  for (let value = reader.value(); value !== undefined; value = reader.value()) {
    values.push(value);
    if (!reader.takePattern(/\s*,/y)) break;
  }
  reader.skipSpace();
  if (reader.take(']')) {
    reader.skipSpace();
    return values;
  }
  const { text, rest } = reader;
  if (rest.start === rest.end)
    fail(text, rest, 'Expected matching `]` after the list of field names given to `IN[`');
  const shown = escaped(text.slice(rest.start));
  const found = `Expected only comma-separated field names inside \`IN[..]\` but instead found \`${shown}\`.`;
  return fail(text, rest, found);
}

/** A filter of places, as one that asks for {@link GEO}: its place is that of its first number. */
function geoFilter(reader: FilterReader): Condition | undefined {
  const filter = GEO_FILTERS.find(({ name }) => reader.match(new RegExp(`${name}(?![\\w.-])`, 'y')));
  if (filter === undefined) return undefined;
  const whole = reader.rest;
  reader.take(filter.name);
  const form = reader.match(filter.form);
  if (form === undefined) return fail(reader.text, whole, filter.wrong);
  const number = /[^\s([,\])]+/.exec(form);
  const start = reader.at + (number?.index ?? 0);
  reader.at += form.length;
  reader.skipSpace();
  return { type: 'geo', attribute: { text: GEO, start, end: start + (number?.[0].length ?? 0) } };
}
