export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Document = Readonly<Record<string, Json>>;

/** What to make documents from: the same options give the same documents. */
export interface DocumentsOptions {
  readonly seed: number;
  /** The index's name: `movies`, `products`, `docs`, … decides on the fields. */
  readonly index: string;
  /** What was searched for. Each document mentions it. */
  readonly q: string;
  readonly count: number;
}

/** What {@link markdown} makes an answer from: the same options give the same bytes. */
export interface MarkdownOptions {
  readonly seed: number;
  /** The user's last message; quoted, shortened when long. */
  readonly question: string;
}

/** What a JSON value is made from. */
export interface JsonOptions {
  /** A JSON schema (draft 7 or 2020-12). Undefined: any object will do. */
  readonly schema?: unknown;
  readonly seed: number;
}

/** A JSON value made up after a schema. */
export interface MadeUpJson {
  readonly value: Json;
  /** Why the value may not satisfy the schema. */
  readonly warning?: string;
}

/**
 * Makes up what no scenario says. The same options give the same result, on every machine. What needs libraries, which
 * take a while to load, is promised.
 */
export interface Generator {
  /** An answer as a search assistant writes it, 120 to 300 tokens of Markdown that quote the question. */
  markdown(options: MarkdownOptions): string;
  /** What a search of an index could have found. */
  documents(options: DocumentsOptions): Promise<Document[]>;
  /**
   * A value that the schema accepts.
   *
   * @throws ChatMockError `invalid-option` when the schema accepts none that could be found.
   */
  json(options: JsonOptions): Promise<MadeUpJson>;
}
