import type { ErrorCode } from '../../error-codes.ts';

/** What a value of a body must be, on the routes where Meilisearch words its errors with deserr. */
export type DeserrShape =
  | { readonly type: 'string' | 'boolean' | 'usize' }
  | { readonly type: 'variant'; readonly variants: readonly string[] }
  | { readonly type: 'list'; readonly item: DeserrShape }
  /** A float that `trouble` finds nothing wrong with. */
  | { readonly type: 'float'; readonly trouble: (value: number) => string | undefined }
  | DeserrObject
  /** Also null. */
  | { readonly type: 'nullable'; readonly some: DeserrShape };

export interface DeserrObject {
  readonly type: 'object';
  /** In the order in which errors list them. */
  readonly fields: Readonly<Record<string, DeserrField>>;
}

export interface DeserrField {
  readonly shape: DeserrShape;
  /** The code of what is wrong with the field; without it, that of the value it is in. */
  readonly code?: ErrorCode;
  readonly required?: true;
}

export const string: DeserrShape = { type: 'string' };
export const boolean: DeserrShape = { type: 'boolean' };
export const usize: DeserrShape = { type: 'usize' };
export const variant = (...variants: readonly string[]): DeserrShape => ({ type: 'variant', variants });
export const list = (item: DeserrShape): DeserrShape => ({ type: 'list', item });
export const nullable = (some: DeserrShape): DeserrShape => ({ type: 'nullable', some });
export const object = (fields: DeserrObject['fields']): DeserrObject => ({ type: 'object', fields });

/** A field that may be left out, and may be null. */
export const optional = (shape: DeserrShape, code?: ErrorCode): DeserrField => ({
  shape: nullable(shape),
  ...(code !== undefined && { code }),
});
