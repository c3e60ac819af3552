import type { Schema } from '@cfworker/json-schema';
import type { Faker } from '@faker-js/faker';
import { believableNumber, believableText } from './believable.ts';
import type { Json } from './generator.ts';
import { itemSchemas, limit, type Parts, propertySchemas, tupleOf, typesOf } from './json-keywords.ts';
import type { JsonSchema, PreparedSchema } from './json-schema.ts';
import { patternText } from './pattern-text.ts';

/** Nothing satisfies the schema, or this choice in it. */
export class Unsatisfiable extends Error {}

/** How large a value may become, within how many schemas a part of it lies, and how many are looked at for all of it. */
const MOST_VALUES = 5_000;
const MOST_CHARACTERS = 200_000;
const DEEPEST = 300;
const MOST_STEPS = 50_000;

/**
 * Makes one value after a schema. It may be invalid: rarer keywords, such as `not`, are left to the validator.
 * When it has become too large, what is left to make is null.
 */
export class JsonSampler {
  readonly #faker: Faker;
  readonly #schema: PreparedSchema;
  readonly #plain: boolean;
  #values = 0;
  #characters = 0;
  #steps = 0;

  /** @param plain Leaves out what is not required. */
  constructor(faker: Faker, schema: PreparedSchema, plain: boolean) {
    this.#faker = faker;
    this.#schema = schema;
    this.#plain = plain;
  }

  get values(): number {
    return this.#values;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Whether the value has become too large. */
  get spent(): boolean {
    return this.#values > MOST_VALUES || this.#characters > MOST_CHARACTERS || this.#steps > MOST_STEPS;
  }

  /** @throws Unsatisfiable */
  sample(): Json {
    return this.#value([this.#schema.root], '', []);
  }

  #value(schemas: readonly JsonSchema[], name: string, path: readonly Schema[]): Json {
    this.#values++;
    if (path.length > DEEPEST) throw new Unsatisfiable('It has no end');
    return this.#expand(schemas, [], path, (parts) => this.#valueOf(parts, name, [...path, ...parts]));
  }

  /** Follows references, makes choices, and goes back on a choice for which there is no value. */
  #expand(
    [schema, ...rest]: readonly JsonSchema[],
    parts: Parts,
    path: readonly Schema[],
    make: (parts: Parts) => Json,
  ): Json {
    this.#steps++;
    if (this.spent) return null;
    if (schema === undefined) return make(parts);
    if (schema === false) throw new Unsatisfiable('Nothing satisfies it');
    if (schema === true || parts.includes(schema)) return this.#expand(rest, parts, path, make);
    const { $ref, allOf = [], anyOf, oneOf, if: condition } = schema;
    const target = $ref === undefined ? true : this.#schema.target(schema);
    if (target === undefined) throw new Unsatisfiable(`Its reference ${JSON.stringify($ref)} leads nowhere`);

    const choices = [anyOf, oneOf]
      .filter((list) => list !== undefined)
      .map((list) => this.#inOrder(list, path).map((option): JsonSchema[] => [option]));
    if (condition !== undefined) {
      const { then: consequence, else: otherwise = true } = schema;
      const met = [condition, consequence ?? true];
      choices.push(consequence === undefined ? [[otherwise], met] : [met, [otherwise]]);
    }
    const choose = ([options, ...others]: typeof choices, open: readonly JsonSchema[]): Json => {
      if (options === undefined) return this.#expand(open, [...parts, schema], path, make);
      return firstOf(options, (option) => choose(others, [...open, ...option]));
    };
    return choose(choices, [target, ...allOf, ...rest]);
  }

  /** Shuffled, but recursion last, and null before it. */
  #inOrder(options: readonly JsonSchema[], path: readonly Schema[]): JsonSchema[] {
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

  #valueOf(parts: Parts, name: string, path: readonly Schema[]): Json {
    const [listed] = parts.flatMap((part) =>
      part.const === undefined ? (part.enum ? [part.enum] : []) : [[part.const]],
    );
    if (listed !== undefined) {
      const fits = (value: unknown) => parts.every((part) => this.#schema.accepts(value, part, 1) === true);
      const value = this.#faker.helpers.shuffle(listed).slice(0, 50).find(fits);
      if (value === undefined) throw new Unsatisfiable('No value of its list satisfies the rest of it');
      return value;
    }
    const types = typesOf(parts);
    if (types.length === 0) throw new Unsatisfiable('No type satisfies it');
    const type = this.#faker.helpers.arrayElement(types);
    switch (type) {
      case 'object':
        return this.#object(parts, path);
      case 'array':
        return this.#array(parts, name, path);
      case 'string':
        return this.#string(parts, name);
      case 'number':
      case 'integer':
        return believableNumber(this.#faker, name, {
          minimum: limit(parts, 'minimum'),
          maximum: limit(parts, 'maximum'),
          exclusiveMinimum: limit(parts, 'exclusiveMinimum'),
          exclusiveMaximum: limit(parts, 'exclusiveMaximum'),
          multipleOf: limit(parts, 'multipleOf'),
          integer: type === 'integer',
        });
      case 'boolean':
        return this.#faker.datatype.boolean();
      case 'null':
        return null;
      default:
        return type satisfies never;
    }
  }

  #object(parts: Parts, path: readonly Schema[]): Json {
    const declared = parts.flatMap(({ properties = {} }) => Object.keys(properties));
    const required = new Set(parts.flatMap((part) => part.required ?? []));
    let optional = this.#plain ? 0 : limit(parts, 'maxProperties') - required.size;
    const members = new Map<string, Json>();
    const add = (name: string): void => {
      members.set(name, this.#value(propertySchemas(parts, name), name, path));
    };
    for (const name of new Set([...declared, ...required])) {
      if (required.has(name)) add(name);
      else if (optional > 0 && !propertySchemas(parts, name).some((one) => this.#recurs(one, path))) {
        if (attempted(() => add(name))) optional--;
      }
    }
    for (let index = 0; members.size < limit(parts, 'minProperties') && !this.spent; index++) {
      const name = declared[index] ?? this.#newName(parts);
      attempted(() => add(members.has(name) ? `${name}${index}` : name));
    }
    return Object.fromEntries(members);
  }

  /** A name for a property that the schema does not name. */
  #newName(parts: Parts): string {
    const [pattern] = parts.flatMap(({ patternProperties = {}, propertyNames = {} }) => [
      ...Object.keys(patternProperties),
      ...(propertyNames.pattern === undefined ? [] : [propertyNames.pattern]),
    ]);
    return pattern === undefined
      ? this.#faker.word.noun()
      : patternText(pattern, this.#faker.number.float, 8);
  }

  #array(parts: Parts, name: string, path: readonly Schema[]): Json {
    const contained = parts.some(({ contains }) => contains !== undefined) ? 1 : 0;
    const least = Math.max(contained, limit(parts, 'minItems'), limit(parts, 'minContains'));
    const tuple = Math.max(...parts.map((part) => tupleOf(part).length));
    const recurs = itemSchemas(parts, tuple).some((one) => this.#recurs(one, path));
    const usual = this.#plain ? 0 : Math.max(tuple, recurs ? 0 : path.length < 8 ? 3 : 1);
    const count = Math.min(Math.max(usual, least), limit(parts, 'maxItems'));
    const unique = parts.some(({ uniqueItems }) => uniqueItems === true);
    const items = new Map<string, Json>();
    const add = (): void => {
      // There are enough ids, but not enough ages or cities, for many different items.
      const itemName = unique && items.size >= 10 ? 'id' : name;
      const item = this.#value(itemSchemas(parts, items.size), itemName, path);
      items.set(unique ? JSON.stringify(item) : String(items.size), item);
    };
    for (let tries = 0; items.size < count && tries < 2 * count + 50 && !this.spent; tries++) {
      if (items.size < least) add();
      else if (!attempted(add)) break;
    }
    if (items.size < least && !this.spent) throw new Unsatisfiable('Its items cannot all be different');
    return [...items.values()];
  }

  #string(parts: Parts, name: string): string {
    const least = limit(parts, 'minLength');
    const most = Math.min(limit(parts, 'maxLength'), MOST_CHARACTERS);
    const [pattern] = parts.flatMap((part) => part.pattern ?? []);
    const [format = ''] = parts.flatMap((part) => part.format ?? []);
    let text = '';
    for (let attempt = 0; attempt < 20; attempt++) {
      text =
        pattern === undefined
          ? believableText(this.#faker, name, { format, least, most })
          : patternText(pattern, this.#faker.number.float, attempt % 2 === 0 ? 6 : Math.max(2, least));
      if (least > most || parts.every((part) => this.#schema.accepts(text, part, 1))) break;
      this.#steps++;
    }
    this.#characters += Math.max(text.length, least);
    return text;
  }
}

/** The first result, of the choices in their order, that there is. */
function firstOf<Choice, Result>(choices: readonly Choice[], make: (choice: Choice) => Result): Result {
  let failure = new Unsatisfiable('There is nothing to choose from');
  for (const choice of choices) {
    try {
      return make(choice);
    } catch (error) {
      if (!(error instanceof Unsatisfiable)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** Whether it did not fail for want of a value. */
function attempted(event: () => void): boolean {
  return firstOf([true, false], (first) => {
    if (first) event();
    return first;
  });
}
