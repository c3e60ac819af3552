/** One chat with a server, as it was on the wire. */
export interface Exchange {
  readonly workspace: string;
  /** The JSON body of the request. Without credentials. */
  readonly request: unknown;
  readonly status: number;
  /** Names in lower case. Without cookies and credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * What came, in order, with the ms since the request was sent: of a stream one SSE event (text between blank lines, without
   * them) each, the opening `retry:` and half an event at a broken end, too; else one, the whole body.
   */
  readonly frames: readonly { readonly at: number; readonly data: string }[];
  /**
   * `complete`: the body came to its end, with or without `[DONE]`; `broken`: the upstream broke off before; `left`: the
   * client went away, or its connection was cut.
   */
  readonly ending: 'complete' | 'broken' | 'left';
}

/** A server to which chats go on. */
export interface ProxyChat {
  /** Its base URL: of `meilisearch` the one before `/chats`, of `openai` the one before `/chat/completions`. */
  readonly url: string;
  /**
   * Where its chat is. `meilisearch` (default): `POST {url}/chats/{workspace}/chat/completions`; `openai`, and whatever is
   * compatible: `POST {url}/chat/completions`.
   */
  readonly kind?: 'meilisearch' | 'openai';
  /** Sent as `Authorization: Bearer` in place of the client's. */
  readonly apiKey?: string;
}
