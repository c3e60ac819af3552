import { invalidType, SerdeError } from './error.ts';
import { CONTAINERS, type JsonContainer, type JsonNode, type NodeOf, unexpected } from './json-node.ts';
import type { Reader } from './reader.ts';
import type { Shape } from './shape.ts';

/** Bytes that are stepped over need not be UTF-8. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads something, or throws a {@link SerdeError}. It yields between the parts of it, where others may have their turn. */
export type Reading<T> = Generator<undefined, T, undefined>;

/** Reads a value of a shape. */
export type ReadShape = (shape: Shape, node: JsonNode, cursor: Cursor) => Reading<unknown>;

/**
 * How far serde_json has read. It reads a text once, from its start, so the walk over the parsed text follows it: the first
 * error counts, whether it is one of the syntax or of the data, and its place is where the reader then stands.
 */
export class Cursor {
  readonly reader: Reader;
  /** The values were read before it was known what they are for: they have no syntax errors, and no place. */
  readonly isBuffered: boolean;
  readonly #readShape: ReadShape;

  constructor(reader: Reader, readShape: ReadShape, isBuffered = false) {
    this.reader = reader;
    this.#readShape = readShape;
    this.isBuffered = isBuffered;
  }

  /** For values that were read already. */
  get buffered(): Cursor {
    return this.isBuffered ? this : new Cursor(this.reader, this.#readShape, true);
  }

  /** Reads a part of a larger value. */
  read(shape: Shape, node: JsonNode): Reading<unknown> {
    return this.#readShape(shape, node, this);
  }

  /** Reads a whole value. */
  advance(node: JsonNode): void {
    this.#move(node.end, node.error);
  }

  /** Reads the key of an entry. */
  key(node: JsonNode): string {
    return this.expect(node, ['string'], 'a key').value;
  }

  /** Steps over a whole value that is ignored. */
  skip(node: JsonNode): unknown {
    this.#move(node.end, node.skipError);
    return this.plain(node);
  }

  /** Reads a scalar, or the bracket that opens a container, of one of some types. */
  expect<Type extends JsonNode['type']>(
    node: JsonNode,
    types: readonly Type[],
    expecting: string,
  ): NodeOf<Type> {
    const fits = isOf(node, types);
    const isContainer = node.type === 'list' || node.type === 'object';
    // A container of the wrong type is not stepped into.
    if (isContainer) this.#move(fits ? node.start + 1 : node.start);
    else this.advance(node);
    if (fits) return node;
    throw this.locate(invalidType(unexpected(node), expecting));
  }

  /** The error at the byte that was read last, unless it has a place already. */
  locate(error: SerdeError): SerdeError {
    if (!this.isBuffered) error.index ??= this.reader.index;
    return error;
  }

  /**
   * Reads what is in a container, whose bracket has been read, and the bracket that closes it. An error in buffered data is
   * placed after that bracket, since serde_json steps over it before it looks where it is.
   */
  *inside<T>(container: JsonContainer, reading: Reading<T>): Reading<T> {
    if (this.isBuffered) return yield* reading;
    const result = yield* attemptReading(reading);
    const closing = this.#leave(container);
    if (result.error !== undefined) throw this.locate(result.error);
    if (closing !== undefined) throw closing;
    return result.value;
  }

  /** A value as JavaScript has it. */
  plain({ start, end }: JsonNode): unknown {
    return JSON.parse(utf8.decode(this.reader.bytes.subarray(start, end)));
  }

  /** After the value nothing but white space may come. */
  end(): void {
    if (this.reader.skipSpace() !== '') throw this.reader.error('trailing characters');
  }

  #move(index: number, error?: SerdeError): void {
    if (this.isBuffered) return;
    if (error !== undefined) throw error;
    this.reader.index = index;
  }

  #leave({ type }: JsonContainer): SerdeError | undefined {
    const { reader } = this;
    const { close, name } = CONTAINERS[type];
    const next = reader.skipSpace();
    if (next === close) {
      reader.index += 1;
      return undefined;
    }
    if (next === '') return reader.error(`EOF while parsing ${name}`);
    if (next !== ',') return reader.error('trailing characters');
    if (type === 'object') return reader.error('trailing comma');
    reader.index += 1;
    return reader.error(reader.skipSpace() === ']' ? 'trailing comma' : 'trailing characters');
  }
}

/** What is read, or the {@link SerdeError} that reading throws. */
export function* attemptReading<T>(
  reading: Reading<T>,
): Reading<{ readonly value: T; readonly error?: undefined } | { readonly error: SerdeError }> {
  try {
    return { value: yield* reading };
  } catch (error) {
    if (error instanceof SerdeError) return { error };
    throw error;
  }
}

function isOf<Type extends JsonNode['type']>(node: JsonNode, types: readonly Type[]): node is NodeOf<Type> {
  return types.some((type) => type === node.type);
}
