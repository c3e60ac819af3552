import { type Content, unexpected } from './content.ts';
import { elements, invalidLength, invalidType, invalidValue } from './error.ts';
import {
  type MapAccess,
  type SequenceAccess,
  type Source,
  type Visitor,
  visitBoolean,
  visitMap,
  visitNull,
  visitNumber,
  visitSequence,
  visitString,
} from './source.ts';

/** A buffered value, read again now that it is known what it is for. Its errors have no position of their own. */
export class ContentSource implements Source {
  readonly #content: Content;

  constructor(content: Content) {
    this.#content = content;
  }

  any<T>(visitor: Visitor<T>): T {
    const content = this.#content;
    switch (content.type) {
      case 'null':
        return visitNull(visitor);
      case 'boolean':
        return visitBoolean(visitor, content.value);
      case 'number':
        return visitNumber(visitor, content.value);
      case 'string':
        return visitString(visitor, content.value);
      case 'sequence':
        return readSequence(content.items, visitor);
      case 'map':
        return visitMap(visitor, new ContentMap(content.entries));
      default:
        return content satisfies never;
    }
  }

  boolean<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'boolean');
  }

  number<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'number');
  }

  string<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'string');
  }

  sequence<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'sequence');
  }

  map<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'map');
  }

  struct<T>(visitor: Visitor<T>): T {
    return this.#only(visitor, 'map', 'sequence');
  }

  identifier<T>(visitor: Visitor<T>): T {
    const content = this.#content;
    // A buffered whole number names a variant by its place.
    if (content.type === 'number' && content.value.kind === 'unsigned') return this.any(visitor);
    return this.string(visitor);
  }

  unitVariant<T>(identifier: Visitor<T>): T {
    const content = this.#content;
    if (content.type === 'string') return this.identifier(identifier);
    if (content.type !== 'map') throw invalidType(unexpected(content), 'string or map');
    const [entry, ...others] = content.entries;
    if (entry === undefined || others.length > 0) throw invalidValue('map', 'map with a single key');
    const variant = visitString(identifier, entry[0]);
    new ContentSource(entry[1]).#unit();
    return variant;
  }

  option<T>(some: (source: Source) => T): T | undefined {
    return this.#content.type === 'null' ? undefined : some(this);
  }

  content(): Content {
    return this.#content;
  }

  ignore(): void {}

  #unit(): void {
    if (this.#content.type !== 'null') throw invalidType(unexpected(this.#content), 'unit');
  }

  #only<T>(visitor: Visitor<T>, ...types: readonly Content['type'][]): T {
    if (!types.includes(this.#content.type)) throw invalidType(unexpected(this.#content), visitor.expecting);
    return this.any(visitor);
  }
}

/** A visitor that stops before the end has found more than it wants. */
function readSequence<T>(items: readonly Content[], visitor: Visitor<T>): T {
  const access = new ContentSequence(items);
  const value = visitSequence(visitor, access);
  if (access.read < items.length) {
    throw invalidLength(items.length, `${elements(access.read)} in sequence`);
  }
  return value;
}

class ContentSequence implements SequenceAccess {
  readonly #items: readonly Content[];
  /** How many elements were read. */
  read = 0;

  constructor(items: readonly Content[]) {
    this.#items = items;
  }

  next<T>(read: (source: Source) => T): { readonly value: T } | undefined {
    const item = this.#items[this.read];
    if (item === undefined) return undefined;
    this.read += 1;
    return { value: read(new ContentSource(item)) };
  }
}

class ContentMap implements MapAccess {
  readonly #entries: Iterator<readonly [string, Content]>;
  #value: Content | undefined;

  constructor(entries: readonly (readonly [string, Content])[]) {
    this.#entries = entries.values();
  }

  nextKey(): string | undefined {
    const { value: entry, done } = this.#entries.next();
    if (done) return undefined;
    this.#value = entry[1];
    return entry[0];
  }

  nextValue<T>(read: (source: Source) => T): T {
    if (this.#value === undefined) throw new Error('A value was asked for before its key.');
    return read(new ContentSource(this.#value));
  }
}
