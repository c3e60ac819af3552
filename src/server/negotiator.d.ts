/** What we use of negotiator 1, whose published types are those of 0.6. */
declare module 'negotiator' {
  class Negotiator {
    constructor(request: { readonly headers: Readonly<Record<string, string | undefined>> });
    /** The encodings that the client takes of those available, best first; equal ones as `preferred` has them. */
    encodings(available: readonly string[], options: { readonly preferred: readonly string[] }): string[];
  }
  export = Negotiator;
}
