import type { FoundDocument } from '../../scenario/schema.ts';
import type { Condition } from './condition.ts';

type Test = (document: FoundDocument) => boolean;

/** A test of documents that does what Meilisearch does with a filter: arrays match by any of their elements. */
export function testOf(condition: Condition): Test {
  switch (condition.type) {
    case 'not':
      return negated(testOf(condition.condition));
    case 'and': {
      const tests = condition.conditions.map(testOf);
      return (document) => tests.every((test) => test(document));
    }
    case 'or': {
      const tests = condition.conditions.map(testOf);
      return (document) => tests.some((test) => test(document));
    }
    default:
      return attributeTest(condition);
  }
}

const negated =
  (test: Test): Test =>
  (document) =>
    !test(document);

type AttributeCondition = Exclude<Condition, { type: 'and' | 'or' } | { type: 'not' }>;

function attributeTest(condition: AttributeCondition): Test {
  const path = condition.attribute.text;
  const someFacet =
    (test: (facet: string | number) => boolean): Test =>
    (document) =>
      valuesAt(document, path).flatMap(facetsOf).some(test);
  switch (condition.type) {
    // Refused before: no document has that attribute.
    case 'geo':
      return () => false;
    case 'exists':
      return (document) => valuesAt(document, path).length > 0;
    case 'null':
      return (document) => valuesAt(document, path).includes(null);
    case 'empty':
      return (document) => valuesAt(document, path).some(isEmpty);
    case '=':
      return someFacet(equalTo(condition.value.text));
    case '!=':
      return negated(someFacet(equalTo(condition.value.text)));
    case 'in': {
      const tests = condition.values.map(({ text }) => equalTo(text));
      return someFacet((facet) => tests.some((test) => test(facet)));
    }
    case 'contains': {
      const part = normalized(condition.value.text);
      return someFacet((facet) => typeof facet === 'string' && facet.includes(part));
    }
    case 'starts with': {
      const start = normalized(condition.value.text);
      return someFacet((facet) => typeof facet === 'string' && facet.startsWith(start));
    }
    case 'to': {
      const [from, to] = [bound(condition.from.text), bound(condition.to.text)];
      return someFacet((facet) => compare(facet, from) >= 0 && compare(facet, to) <= 0);
    }
    default: {
      const holds = COMPARISONS[condition.type];
      const limit = bound(condition.value.text);
      return someFacet((facet) => holds(compare(facet, limit)));
    }
  }
}

const COMPARISONS = {
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
};

/** What facets are compared with: texts with the text, numbers with its number, if it is one. */
const bound = (text: string) => ({ text: normalized(text), number: numberOf(text) });

/** Less than 0: before; more than 0: after; NaN: neither. */
function compare(facet: string | number, { text, number }: ReturnType<typeof bound>): number {
  if (typeof facet === 'number') return number === undefined ? Number.NaN : facet - number;
  return facet < text ? -1 : facet > text ? 1 : 0;
}

function equalTo(value: string): (facet: string | number) => boolean {
  const { text, number } = bound(value);
  return (facet) => facet === (typeof facet === 'number' ? number : text);
}

function numberOf(text: string): number | undefined {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** As Meilisearch keeps what is filtered by: case does not count. */
const normalized = (text: string): string => text.trim().normalize('NFKD').toLowerCase();

function facetsOf(value: unknown): (string | number)[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return [normalized(value)];
  if (typeof value === 'boolean') return [String(value)];
  return Array.isArray(value) ? value.flatMap(facetsOf) : [];
}

function isEmpty(value: unknown): boolean {
  if (value === '') return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** The values of an attribute: `author.name` is also that of each author of a list, or a key with a dot in it. */
export function valuesAt(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  if (typeof value !== 'object' || value === null) return [];
  const found: unknown[] = Object.hasOwn(value, path) ? [Reflect.get(value, path)] : [];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (Object.hasOwn(value, key)) found.push(...valuesAt(Reflect.get(value, key), path.slice(dot + 1)));
  }
  return found;
}
