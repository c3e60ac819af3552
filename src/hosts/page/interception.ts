/** Which requests are answered, and how. */
export interface Interception {
  /** @param url absolute */
  matches(url: string): boolean;
  /** Rejects when the connection breaks, or with the reason of the request's signal. */
  answer(request: Request): Promise<Response>;
}
