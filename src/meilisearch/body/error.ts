const NEWLINE = 0x0a;

/** An error of the parser, as serde_json words it. */
export class SerdeError extends Error {
  override readonly name = 'SerdeError';
  /** `syntax`: the text is not JSON. `data`: it is, and does not fit the shape. */
  readonly category: 'syntax' | 'data';
  /** How many bytes serde_json had read. An error in buffered data gets it from the container around it. */
  index: number | undefined;

  constructor(category: 'syntax' | 'data', message: string, index?: number) {
    super(message);
    this.category = category;
    this.index = index;
  }

  /** The whole message: `missing field `model` at line 1 column 15`. Columns count bytes, from 1. */
  located(bytes: Uint8Array): string {
    if (this.index === undefined) return this.message;
    const before = bytes.subarray(0, this.index);
    let line = 1;
    // By the index: an iterator takes ten times as long.
    for (let index = 0; index < before.length; index++) if (before[index] === NEWLINE) line += 1;
    return `${this.message} at line ${line} column ${this.index - before.lastIndexOf(NEWLINE) - 1}`;
  }
}

/** The value that is read, or the {@link SerdeError} that reading throws. */
export function attempt<T>(
  read: () => T,
): { readonly value: T; readonly error?: undefined } | { readonly error: SerdeError } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof SerdeError) return { error };
    throw error;
  }
}

/** An error with a message of its own. */
export function dataError(message: string): SerdeError {
  return new SerdeError('data', message);
}

export const invalidType = (found: string, expected: string) =>
  dataError(`invalid type: ${found}, expected ${expected}`);
export const invalidValue = (found: string, expected: string) =>
  dataError(`invalid value: ${found}, expected ${expected}`);
export const invalidLength = (length: number, expected: string) =>
  dataError(`invalid length ${length}, expected ${expected}`);
export const missingField = (name: string) => dataError(`missing field \`${name}\``);
export const duplicateField = (name: string) => dataError(`duplicate field \`${name}\``);
export const noVariantMatched = (type: string) =>
  dataError(`data did not match any variant of untagged enum ${type}`);
export function unknownVariant(name: string, variants: readonly string[]): SerdeError {
  const quoted = variants.map((variant) => `\`${variant}\``);
  const expected = quoted.length <= 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
  return dataError(`unknown variant \`${name}\`, expected ${expected}`);
}

/** `1 element`, `3 elements`. */
export const elements = (count: number) => `${count} element${count === 1 ? '' : 's'}`;
