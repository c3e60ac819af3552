import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiKey } from '../../meilisearch/auth.ts';
import { checkRequest } from '../../meilisearch/checks.ts';
import type { MeiliError } from '../../meilisearch/errors.ts';
import { negotiate } from '../../meilisearch/negotiate.ts';
import type { Instance } from '../../meilisearch/routes/state.ts';
import type { Spec } from '../../proof/guard.ts';
import { type Recording, redact } from '../../session/journal.ts';
import type { Answer, ChatCall, Simulator } from '../../simulator.ts';
import { encode } from './compress.ts';
import { ownHeaders } from './own-headers.ts';
import { Proofs } from './proofs.ts';
import { readBody } from './read-body.ts';
import { respond } from './respond.ts';
import { send } from './send.ts';

/** What the chat route needs of its server. */
export interface ChatRoute {
  readonly simulator: Simulator;
  readonly spec: () => Promise<Spec>;
  readonly keys: readonly ApiKey[];
  readonly bodyLimit: number;
  /** The Meilisearch of a session: its workspaces and features. */
  readonly instance: (session: string | undefined) => Instance;
}

const utf8 = new TextDecoder();

/** One chat request: where it goes, and in whose session. */
export interface ChatTarget {
  readonly workspace: string;
  readonly session: string | undefined;
  /** Percent-encoded, without the query. */
  readonly path: string;
}

/** Answers `POST /chats/{workspace_uid}/chat/completions`: read, check, choose and plan, prove, play. */
export class ChatHandler {
  readonly #route: ChatRoute;
  readonly #proofs: Proofs;

  constructor(route: ChatRoute) {
    this.#route = route;
    this.#proofs = new Proofs(route.spec);
  }

  async handle(req: IncomingMessage, res: ServerResponse, target: ChatTarget): Promise<void> {
    const { simulator, keys, bodyLimit } = this.#route;
    const instance = this.#route.instance(target.session);
    const body = await readBody(req, bodyLimit);
    const headers = flat(req.headers);
    const checked = await checkRequest({
      headers,
      body,
      workspace: target.workspace,
      keys,
      chatCompletions: instance.chatCompletions,
      workspaceExists: (uid) => instance.workspaceExists(uid),
      profile: simulator.profile,
      limit: bodyLimit,
      now: new Date(),
    });
    const text = 'overflow' in body ? '' : utf8.decode(body);
    const parsed = 'request' in checked ? checked.written : readable(text);
    const session = simulator.session(target.session);
    const recording = session.record({
      method: 'POST',
      path: target.path,
      headers: redact(headers),
      body: parsed ?? text,
    });
    const exchange: Exchange = { req, res, target, headers, recording, parsed };
    if ('refusal' in checked) return this.#refuse(checked.refusal, exchange);
    instance.noteChat(target.workspace);
    const { request, warnings } = checked;
    const call = { workspace: target.workspace, body: request, text, recording, warnings, ...asked(headers) };
    // Not awaited: nothing of this call needs to be kept while a stream plays.
    return this.#answer(call, exchange).catch((error: unknown) => {
      // A fault of ours, and a 500: whoever waits for this request's end must not wait for ever.
      if (recording.ending === undefined) session.answered(recording, 500);
      throw error;
    });
  }

  async #answer(call: ChatCall, exchange: Exchange): Promise<void> {
    const answer = await this.#route.simulator.answer(call);
    call.recording.violations = await this.#proofs.violations(answer, specRequest(exchange));
    return this.#send(answer, exchange);
  }

  #send(answer: Answer, exchange: Exchange): Promise<void> {
    const { res, recording } = exchange;
    const scenario =
      answer.scenario ?? (recording.unmatched && answer.plan.status === 200 ? 'generated' : undefined);
    return send(answer.play(), res, this.#own(exchange, scenario));
  }

  async #refuse(refusal: MeiliError | 'panic', exchange: Exchange): Promise<void> {
    const { req, res, target, recording } = exchange;
    const session = this.#route.simulator.session(target.session);
    recording.workspace = target.workspace;
    if (refusal === 'panic') {
      // What a handler of the real server that panics does to its connection.
      recording.why = 'the real server panics: no key is set, and the request has no Authorization header';
      res.destroy();
      session.answered(recording, 0);
      return;
    }
    const { status, headers, body } = refusal;
    recording.why = `refused: ${body.code}`;
    const spec = await this.#route.spec();
    const report = await spec.check(
      specRequest(exchange),
      { status, headers, body },
      { proveResponse: true },
    );
    recording.violations = [...report.request, ...report.response];
    const encoded = encode(JSON.stringify(body), negotiate(req.headers['accept-encoding']) ?? 'identity');
    const all = [...Object.entries(headers), ...this.#own(exchange, undefined), ...encoded.headers];
    respond(res, status, all, encoded.data);
    session.answered(recording, status);
  }

  #own({ recording }: Exchange, scenario: string | undefined) {
    if (this.#route.simulator.profile === 'server') return [];
    return ownHeaders({ scenario, warnings: recording.warnings, violations: recording.violations });
  }
}

interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly target: ChatTarget;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly recording: Recording;
  readonly parsed: unknown;
}

function specRequest({ target, headers, parsed }: Exchange) {
  return { method: 'post', path: target.path, headers, body: parsed };
}

/** What a request asks of the mock itself: `X-Mock-Scenario: NAME`, `Prefer: scenario=NAME`, `Prefer: code=404`. */
function asked(headers: Readonly<Record<string, string | undefined>>) {
  const { prefer, 'x-mock-scenario': named } = headers;
  if (prefer === undefined) return { scenario: named };
  const preferences = new Map(
    prefer.split(/[,;]/).map((part) => {
      const [name = '', ...value] = part.split('=');
      return [
        name.trim().toLowerCase(),
        value
          .join('=')
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      ];
    }),
  );
  const scenario = named ?? preferences.get('scenario');
  const code = preferences.get('code');
  return { scenario, preferredStatus: code === undefined ? undefined : Number(code) };
}

function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  // Node joins what comes more than once, but for this one, which says nothing here.
  if (headers['set-cookie'] === undefined) return headers as Record<string, string | undefined>;
  const { 'set-cookie': _, ...rest } = headers;
  return rest as Record<string, string | undefined>;
}

function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
