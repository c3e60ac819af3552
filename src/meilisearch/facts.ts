import type { ApiKey, Grant } from './auth.ts';
import { type ParsedBody, parseChatRequest } from './body/body.ts';
import { isOverflow, type Overflow } from './body/payload.ts';
import type { ChatRequest, Profile } from './chat-request.ts';

/** All that the checks know of a request, and of the server that it reached. */
export interface RequestFacts {
  /** Request headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array | Overflow;
  /** The workspace uid of the path, percent-decoded. */
  readonly workspace: string;
  readonly keys: readonly ApiKey[];
  /** Whether the experimental feature `chatCompletions` is on. */
  readonly chatCompletions: boolean;
  workspaceExists(uid: string): boolean;
  readonly profile: Profile;
  /** The largest body that is read, in bytes. */
  readonly limit: number;
  readonly now: Date;
}

/** What one check finds out and a later one reads. The body is parsed when a check first asks for it. */
export class CheckState {
  grant: Grant = { bearer: false };
  #parsed: ParsedBody | undefined;

  parse(body: RequestFacts['body']): ParsedBody {
    this.#parsed ??= parseChatRequest(isOverflow(body) ? new Uint8Array() : body);
    return this.#parsed;
  }

  /** The request; only for what comes after the checks of the body. */
  get request(): ChatRequest {
    if (!this.#parsed?.ok) throw new Error('The request was asked for before its body was checked.');
    return this.#parsed.value;
  }

  /** Its JSON as the client wrote it. */
  get written(): unknown {
    return this.#parsed?.ok ? (this.#parsed.written ?? this.#parsed.value) : undefined;
  }
}
