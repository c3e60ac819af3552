import type { ApiKey } from '../meilisearch/auth.ts';
import type { Profile } from '../meilisearch/chat-request.ts';
import { checkRequest } from '../meilisearch/checks.ts';
import type { MeiliError } from '../meilisearch/errors.ts';
import type { Encoding } from '../meilisearch/negotiate.ts';
import { type SpecRequest, specResponse } from '../plan/prover.ts';
import { idsFor } from '../plan/wire/response-ids.ts';
import { type Recording, redact } from '../session/recording.ts';
import type { Session } from '../session/session.ts';
import type { AnswerChooser } from './choose-answer.ts';
import { ownHeaders } from './own-headers.ts';
import type { Proofs } from './proofs.ts';
import { type HeaderList, noReply, type Reply, wholeReply } from './reply.ts';
import { type Host, overflowOf, readable, type SimulatorRequest } from './request.ts';
import type { Target } from './target.ts';

/** One request on its way: what is known of it before its route is looked at. */
export interface Exchange {
  readonly request: SimulatorRequest;
  readonly target: Target;
  readonly session: Session;
  readonly host: Host;
  /** Headers of the answer, whatever it is. */
  readonly headers: HeaderList;
  /** What a body of the answer is sent in. */
  readonly encoding: Encoding;
}

/** What the routes need of their simulator. */
export interface RouteOptions {
  readonly profile: Profile;
  readonly keys: readonly ApiKey[];
  /** Bytes. */
  readonly bodyLimit: number;
  readonly seed: number | undefined;
  readonly proofs: Proofs;
}

const utf8 = new TextDecoder();

/** Answers `POST /chats/{workspace_uid}/chat/completions`: check, record, choose, plan, prove, play. */
export class ChatRoute {
  readonly #options: RouteOptions;
  readonly #chooser: AnswerChooser;

  constructor(options: RouteOptions, chooser: AnswerChooser) {
    this.#options = options;
    this.#chooser = chooser;
  }

  async answer(exchange: Exchange, workspace: string): Promise<Reply> {
    const { request, target, session } = exchange;
    const { keys, profile, bodyLimit } = this.#options;
    const { chatCompletions } = session.instance;
    const { headers } = request;
    const checked = await checkRequest({
      headers,
      body: overflowOf(request, bodyLimit),
      workspace,
      keys,
      chatCompletions,
      workspaceExists: (uid) => session.instance.workspaceExists(uid),
      profile,
      limit: bodyLimit,
      now: new Date(),
    });
    const text = request.body === 'too large' ? '' : utf8.decode(request.body);
    const body = 'request' in checked ? checked.written : readable(text);
    const recorded = { method: 'POST', path: target.path, headers: redact(headers), body: body ?? text };
    const recording = session.record(recorded);
    recording.workspace = workspace;
    const asSpec: SpecRequest = { method: 'post', path: target.path, headers, body };
    try {
      if ('refusal' in checked) return await this.#refuse(checked.refusal, asSpec, recording, exchange);
      session.instance.noteChat(workspace);
      const call = { workspace, body: checked.request, text, ...asked(headers) };
      return await this.#play(call, checked.warnings, asSpec, recording, exchange);
    } catch (error) {
      // A fault of ours, and a 500: a call that waits for the end of this request must not wait for ever.
      if (recording.ending === undefined) session.answered(recording, 500);
      throw error;
    }
  }

  async #play(
    call: Parameters<AnswerChooser['answer']>[0],
    warnings: readonly string[],
    request: SpecRequest,
    recording: Recording,
    { session, host, headers, encoding }: Exchange,
  ): Promise<Reply> {
    const { seed, proofs, profile } = this.#options;
    const answer = await this.#chooser.answer(call, session);
    const { scenario, why, unmatched, plan } = answer;
    Object.assign(recording, { scenario: scenario?.name ?? null, why, unmatched });
    recording.warnings = [...warnings, ...answer.warnings];
    const ids = idsFor(plan, seed === undefined ? undefined : `${seed}:${call.workspace}:${call.text}`);
    recording.violations = await proofs.ofPlan(plan, request, () => specResponse(plan, ids).response);
    const bursts = session.play(plan, ids, recording, host);
    const name = scenario?.name ?? (unmatched && plan.status === 200 ? 'generated' : undefined);
    const all = [...headers, ...Object.entries(plan.headers), ...ownHeaders(profile, recording, name)];
    const { status, mode } = plan;
    return { status, headers: all, mode, encoding: mode === 'stream' ? 'identity' : encoding, bursts };
  }

  async #refuse(
    refusal: MeiliError | 'panic',
    request: SpecRequest,
    recording: Recording,
    { session, headers, encoding }: Exchange,
  ): Promise<Reply> {
    if (refusal === 'panic') {
      // What a handler of the real server that panics does to its connection.
      recording.why = 'the real server panics: no key is set, and the request has no Authorization header';
      session.answered(recording, 0);
      return noReply();
    }
    recording.why = `refused: ${refusal.body.code}`;
    const { proofs, profile } = this.#options;
    recording.violations = await proofs.violations(request, refusal);
    const all = [...headers, ...Object.entries(refusal.headers), ...ownHeaders(profile, recording)];
    session.answered(recording, refusal.status);
    return wholeReply(refusal.status, all, JSON.stringify(refusal.body), encoding);
  }
}

/** What a request asks of the mock itself: `X-Mock-Scenario: NAME`, `Prefer: scenario=NAME`, `Prefer: code=404`. */
function asked(headers: SimulatorRequest['headers']) {
  const { prefer, 'x-mock-scenario': named } = headers;
  if (prefer === undefined) return { scenario: named };
  const preferences = new Map(
    prefer.split(/[,;]/).map((part) => {
      const [name = '', ...value] = part.split('=');
      const text = value.join('=').trim();
      return [name.trim().toLowerCase(), text.replace(/^"(.*)"$/, '$1')];
    }),
  );
  const code = preferences.get('code');
  return {
    scenario: named ?? preferences.get('scenario'),
    preferredStatus: code === undefined ? undefined : Number(code),
  };
}
