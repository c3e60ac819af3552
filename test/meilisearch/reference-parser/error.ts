/** `syntax` and `eof`: the text is not JSON. `data`: it is, and does not fit the type. */
export type ErrorCategory = 'syntax' | 'eof' | 'data';

/** Line from 1; column in bytes, from 1 for the first byte (0: before it). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** An error of the parser, as serde_json words it. Errors of the data get their position on the way out. */
export class SerdeError extends Error {
  override readonly name = 'SerdeError';
  readonly category: ErrorCategory;
  readonly position: Position | undefined;

  constructor(category: ErrorCategory, message: string, position?: Position) {
    super(message);
    this.category = category;
    this.position = position;
  }

  /** The whole message: `missing field `model` at line 1 column 15`. */
  get located(): string {
    const { message, position } = this;
    return position === undefined ? message : `${message} at line ${position.line} column ${position.column}`;
  }
}

/** The same error at a position, unless it has one. */
export function locate(error: unknown, position: () => Position): unknown {
  if (!(error instanceof SerdeError) || error.position !== undefined) return error;
  return new SerdeError(error.category, error.message, position());
}

function dataError(message: string): SerdeError {
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
export const unknownVariant = (name: string, variants: readonly string[]) =>
  dataError(`unknown variant \`${name}\`, expected ${oneOf(variants)}`);
export const customError = dataError;

function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  return quoted.length <= 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
}

/** `1 element`, `3 elements`. */
export const elements = (count: number) => `${count} element${count === 1 ? '' : 's'}`;
