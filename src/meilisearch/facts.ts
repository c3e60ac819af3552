import type { ApiKey, Grant } from './auth.ts';
import { type ParsedBody, parseChatRequest } from './body/body.ts';
import { isOverflow, type Overflow } from './body/payload.ts';
import type { ChatRequest, Profile } from './chat-request.ts';

/** The input of the checks: a request, and the state of the server. */
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

/** The results of earlier checks that later ones read. The body is parsed when a check first asks for it. */
export class CheckState {
  grant: Grant = { bearer: false };
  #parsed: ParsedBody | undefined;

  parse(body: RequestFacts['body']): ParsedBody {
    this.#parsed ??= parseChatRequest(isOverflow(body) ? new Uint8Array() : body);
    return this.#parsed;
  }

  /** The request, once the body has been checked. */
  get request(): ChatRequest {
    if (!this.#parsed?.ok) throw new Error('The request was asked for before its body was checked.');
    return this.#parsed.value;
  }

  /** The request's JSON as the client wrote it. */
  get written(): unknown {
    return this.#parsed?.ok ? (this.#parsed.written ?? this.#parsed.value) : undefined;
  }
}
