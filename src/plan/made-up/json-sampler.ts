import type { Schema } from '@cfworker/json-schema';
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

/** How large a value may become, within how many schemas a part of it lies, and how many are looked at for all of it. */
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
  #values = 0;
  #characters = 0;
  #steps = 0;
  #failure = 'Nothing satisfies it';

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

  /** Why there is no value. */
  get failure(): string {
    return this.#failure;
  }

  /** Undefined when no value was found. */
  sample(): Json | undefined {
    return this.#value([this.#schema.root], '', []);
  }

  #value(schemas: readonly JsonSchema[], name: string, path: readonly Schema[]): Json | undefined {
    this.#values++;
    if (path.length > DEEPEST) return this.#none('It has no end');
    let tries = 0;
    const options = schemas.map((schema) => [schema]);
    for (const parts of this.#choices(options, [], path)) {
      // The part that was chosen last is the likeliest to reject a value, and the quickest to check.
      const latestFirst = parts.toReversed();
      for (const value of this.#candidates(parts, name, [...path, ...parts])) {
        if (this.spent || latestFirst.every((part) => this.#schema.accepts(value, part))) return value;
        this.#steps += REJECTION;
        if (++tries === MOST_TRIES) return undefined;
      }
    }
    return this.spent ? null : undefined;
  }

  #none(reason: string): undefined {
    this.#failure = reason;
  }

  /** The schemas that a value has to satisfy together, for each way to choose one of each list of options. */
  *#choices(
    [options, ...rest]: readonly (readonly JsonSchema[])[],
    parts: Parts,
    path: readonly Schema[],
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
      const branches = condition === undefined ? [[]] : [[condition, consequence], [schema.else ?? true]];
      for (const branch of branches) {
        const required = branch.map((part) => [part]);
        yield* this.#choices([...open, ...required, ...rest], [...parts, schema], path);
      }
    }
  }

  /** Shuffled, but recursion last, and null before it. */
  #inOrder(options: readonly JsonSchema[], path: readonly Schema[]): readonly JsonSchema[] {
    if (options.length < 2) return options;
    const rank = (option: JsonSchema) =>
      this.#recurs(option, path) ? 2 : typeof option === 'object' && option.type === 'null' ? 1 : 0;
    return this.#faker.helpers.shuffle(options).sort((a, b) => rank(a) - rank(b));
  }

  /** Whether the value is twice inside of values of this schema already. */
  #recurs(schema: JsonSchema, path: readonly Schema[]): boolean {
    let target: JsonSchema | undefined = schema;
    for (let hops = 0; hops < 10 && typeof target === 'object' && target.$ref !== undefined; hops++) {
      target = this.#schema.target(target);
    }
    return path.filter((part) => part === target).length > 1;
  }

  /** Values that probably satisfy the schemas: rarer keywords, such as `not`, are left to the check. */
  *#candidates(parts: Parts, name: string, path: readonly Schema[]): Generator<Json, void, undefined> {
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
    for (const type of [...this.#faker.helpers.shuffle(types), ...others]) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const value = this.#make(type, parts, name, path, attempt);
        if (value === undefined) break;
        yield value;
      }
    }
  }

  #make(
    type: JsonType,
    parts: Parts,
    name: string,
    path: readonly Schema[],
    attempt: number,
  ): Json | undefined {
    const plain = this.#plain || attempt >= TRIES / 2;
    switch (type) {
      case 'object':
        return this.#object(parts, path, plain);
      case 'array':
        return this.#array(parts, name, path, plain);
      case 'string':
        return this.#string(parts, name, attempt);
      case 'number':
      case 'integer':
        return believableNumber(this.#faker, name, type === 'integer', (keyword) => limit(parts, keyword));
      case 'boolean':
        return this.#faker.datatype.boolean();
      case 'null':
        return null;
      default:
        return type satisfies never;
    }
  }

  #object(parts: Parts, path: readonly Schema[], plain: boolean): Json | undefined {
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

  #array(parts: Parts, name: string, path: readonly Schema[], plain: boolean): Json | undefined {
    const contained = parts.some(({ contains }) => contains !== undefined) ? 1 : 0;
    const least = Math.max(contained, limit(parts, 'minItems'), limit(parts, 'minContains'));
    const tuple = Math.max(...parts.map((part) => tupleOf(part).length));
    const recurs = itemSchemas(parts, tuple).some((one) => this.#recurs(one, path));
    const usual = plain ? 0 : Math.max(tuple, recurs ? 0 : path.length < 8 ? 3 : 1);
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
      const { length } = text;
      text += believableText(this.#faker, name, { format, least: least - length, most: most - length });
    }
    if (attempt === 0) this.#characters += Math.max(text.length, least);
    return text;
  }
}
