import type { Faker } from '@faker-js/faker';
import { believableNumber, believableText } from './believable.ts';
import {
  itemSchemas,
  type JsonType,
  limit,
  type Parts,
  propertySchemas,
  TYPES,
  tupleOf,
  typesOf,
} from './json-keywords.ts';
import type { Json, JsonSchema, PreparedSchema } from './json-schema.ts';
import { patternText } from './pattern-text.ts';

/** How large a value may become, how deep, and how many schemas are looked at for all of it. */
const MOST_VALUES = 5_000;
const MOST_CHARACTERS = 200_000;
const DEEPEST = 300;
const MOST_STEPS = 50_000;

/** How many steps it takes to make a value that is rejected. */
const REJECTION = 10;

/** How many values are tried for one choice of schemas and a type, and how many for all choices. */
const TRIES = 16;
const MOST_TRIES = 200;

/** Makes one value after a schema. When it has become too large, what is left to make is null. */
export class JsonSampler {
  readonly #faker: Faker;
  readonly #schema: PreparedSchema;
  readonly #plain: boolean;
  /** Why there is no value. */
  failure = 'Nothing satisfies it';
  #values = 0;
  #characters = 0;
  #steps = 0;

  /** @param plain Leaves out what is not required. */
  constructor(faker: Faker, schema: PreparedSchema, plain: boolean) {
    this.#faker = faker;
    this.#schema = schema;
    this.#plain = plain;
  }

  /** Whether the value has become too large. */
  get spent(): boolean {
    return this.#values > MOST_VALUES || this.#characters > MOST_CHARACTERS || this.#steps > MOST_STEPS;
  }

  /** Undefined when no value was found. */
  sample(): Json | undefined {
    return this.#value([this.#schema.root], '', []);
  }

  #value(schemas: readonly JsonSchema[], name: string, path: readonly Parts[]): Json | undefined {
    this.#values++;
    if (this.spent) return null;
    if (path.length > DEEPEST) return this.#none('It has no end');
    let tries = 0;
    const options = schemas.filter((schema) => schema !== true).map((schema) => [schema]);
    for (const parts of this.#choices(options, [], path)) {
      // The part that was chosen last is the likeliest to reject a value, and the quickest to check.
      const latestFirst = parts.toReversed();
      for (const value of this.#candidates(parts, name, [...path, parts])) {
        if (this.spent || latestFirst.every((part) => this.#schema.accepts(value, part))) return value;
        this.#steps += REJECTION;
        if (++tries === MOST_TRIES) return undefined;
      }
    }
    return this.spent ? null : undefined;
  }

  #none(reason: string): undefined {
    this.failure = reason;
  }

  /** The schemas that a value has to satisfy together, for each way to choose one of each list of options. */
  *#choices(
    [options, ...rest]: readonly (readonly JsonSchema[])[],
    parts: Parts,
    path: readonly Parts[],
  ): Generator<Parts, void, undefined> {
    this.#steps++;
    if (options === undefined) yield parts;
    for (const schema of this.#inOrder(options ?? [], path)) {
      if (this.spent) return;
      if (schema === false) continue;
      if (schema === true || parts.includes(schema)) {
        yield* this.#choices(rest, parts, path);
        continue;
      }
      const { $ref, allOf = [], anyOf, oneOf, if: condition, then: consequence = true } = schema;
      const target = $ref === undefined ? true : this.#schema.target(schema);
      if (target === undefined) this.#none(`Its reference ${JSON.stringify($ref)} leads nowhere`);
      const open = [[target ?? false], ...allOf.map((part) => [part]), anyOf ?? [true], oneOf ?? [true]];
      // Of many conditions, most exclude each other, so a value meets none of them if it can.
      const branches = condition === undefined ? [[]] : [[schema.else ?? true], [condition, consequence]];
      for (const branch of branches) {
        const more = [...open, ...branch.map((part) => [part])].filter(([option]) => option !== true);
        yield* this.#choices([...more, ...rest], [...parts, schema], path);
      }
    }
  }

  /** Shuffled, but recursion last, and null before it. */
  #inOrder(options: readonly JsonSchema[], path: readonly Parts[]): readonly JsonSchema[] {
    if (options.length < 2) return options;
    const rank = (option: JsonSchema) =>
      this.#recurs(option, path) ? 2 : typeof option === 'object' && option.type === 'null' ? 1 : 0;
    return this.#faker.helpers.shuffle(options).sort((a, b) => rank(a) - rank(b));
  }

  /** Whether the value is twice inside of values of this schema already. */
  #recurs(schema: JsonSchema, path: readonly Parts[]): boolean {
    let target: JsonSchema | undefined = schema;
    for (let hops = 0; hops < 10 && typeof target === 'object' && target.$ref !== undefined; hops++) {
      target = this.#schema.target(target);
    }
    return path.filter((parts) => parts.some((part) => part === target)).length > 1;
  }

  /** Values that probably satisfy the schemas: rarer keywords, such as `not`, are left to the check. */
  *#candidates(parts: Parts, name: string, path: readonly Parts[]): Generator<Json, void, undefined> {
    const [listed] = parts.flatMap((part) =>
      part.const === undefined ? (part.enum ? [part.enum] : []) : [[part.const]],
    );
    if (listed !== undefined) {
      yield* this.#faker.helpers.shuffle(listed);
      return this.#none('No value of its list satisfies the rest of it');
    }
    const types = typesOf(parts);
    if (types.length === 0) this.#none('No type satisfies it');
    const others = parts.some(({ type }) => type !== undefined) ? [] : TYPES;
    const number = (integer: boolean) =>
      believableNumber(this.#faker, name, integer, (keyword) => limit(parts, keyword));
    const makers: Record<JsonType, (attempt: number, plain: boolean) => Json | undefined> = {
      object: (_, plain) => this.#object(parts, path, plain),
      array: (_, plain) => this.#array(parts, name, path, plain),
      string: (attempt) => this.#string(parts, name, attempt),
      number: () => number(false),
      integer: () => number(true),
      boolean: () => this.#faker.datatype.boolean(),
      null: () => null,
    };
    for (const type of [...this.#faker.helpers.shuffle(types), ...others]) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const value = makers[type](attempt, this.#plain || attempt >= TRIES / 2);
        if (value === undefined) break;
        yield value;
      }
    }
  }

  #object(parts: Parts, path: readonly Parts[], plain: boolean): Json | undefined {
    const declared = parts.flatMap(({ properties = {} }) => Object.keys(properties));
    const required = new Set(parts.flatMap((part) => part.required ?? []));
    const least = limit(parts, 'minProperties');
    let optional = plain ? 0 : limit(parts, 'maxProperties') - required.size;
    const members = new Map<string, Json>();
    const add = (name: string): boolean => {
      const value = this.#value(propertySchemas(parts, name), name, path);
      if (value !== undefined) members.set(name, value);
      return value !== undefined;
    };
    for (const name of new Set([...declared, ...required])) {
      if (required.has(name)) {
        if (!add(name)) return undefined;
      } else if (optional > 0 && !propertySchemas(parts, name).some((one) => this.#recurs(one, path))) {
        if (add(name)) optional--;
      }
    }
    for (let index = 0; members.size < least && index < 2 * least + 20 && !this.spent; index++) {
      const name = declared[index] ?? this.#newName(parts);
      add(members.has(name) ? `${name}${index}` : name);
    }
    if (members.size < least && !this.spent) return this.#none('It cannot have as many properties');
    return Object.fromEntries(members);
  }

  /** A name for a property that the schema does not name. */
  #newName(parts: Parts): string {
    const [pattern] = parts.flatMap(({ patternProperties = {}, propertyNames = {} }) => [
      ...Object.keys(patternProperties),
      ...(propertyNames.pattern === undefined ? [] : [propertyNames.pattern]),
    ]);
    return pattern === undefined ? this.#faker.word.noun() : patternText(pattern, this.#faker.number.float);
  }

  #array(parts: Parts, name: string, path: readonly Parts[], plain: boolean): Json | undefined {
    const contained = parts.some(({ contains }) => contains !== undefined) ? 1 : 0;
    const least = Math.max(contained, limit(parts, 'minItems'), limit(parts, 'minContains'));
    const tuple = Math.max(...parts.map((part) => tupleOf(part).length));
    const recurs = itemSchemas(parts, tuple).some((one) => this.#recurs(one, path));
    const usual = plain ? 0 : Math.max(tuple, recurs ? 0 : path.length < 5 ? 3 : 1);
    const count = Math.min(Math.max(usual, least), limit(parts, 'maxItems'));
    const unique = parts.some(({ uniqueItems }) => uniqueItems === true);
    const items = new Map<string, Json>();
    for (let tries = 0; items.size < count && tries < 2 * count + 50 && !this.spent; tries++) {
      // There are enough ids, but not enough ages or cities, for many different items.
      const itemName = unique && items.size >= 10 ? 'id' : name;
      const item = this.#value(itemSchemas(parts, items.size), itemName, path);
      if (item !== undefined) items.set(unique ? JSON.stringify(item) : String(items.size), item);
      else if (items.size < least) return undefined;
      else break;
    }
    if (items.size < least && !this.spent) return this.#none('Its items cannot all be different');
    return [...items.values()];
  }

  #string(parts: Parts, name: string, attempt: number): string {
    const least = limit(parts, 'minLength');
    const most = Math.min(limit(parts, 'maxLength'), MOST_CHARACTERS);
    const [pattern] = parts.flatMap((part) => part.pattern ?? []);
    const [format = ''] = parts.flatMap((part) => part.format ?? []);
    let text = pattern === undefined ? '' : patternText(pattern, this.#faker.number.float, least, most);
    if (pattern === undefined || text.length < least) {
      const limits = { least: least - text.length, most: most - text.length };
      text += believableText(this.#faker, name, { format, ...limits });
    }
    if (attempt === 0) this.#characters += Math.max(text.length, least);
    return text;
  }
}
