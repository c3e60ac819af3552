import { parsedJson } from '../json.ts';
import type { ApiKey } from '../meilisearch/auth.ts';
import type { Profile } from '../meilisearch/chat-request.ts';
import { checkRequest } from '../meilisearch/checks.ts';
import type { MeiliError } from '../meilisearch/errors.ts';
import type { Encoding } from '../meilisearch/negotiate.ts';
import type { SpecRequest } from '../plan/prover.ts';
import { idsFor } from '../plan/wire/response-ids.ts';
import { cutBody } from '../session/cut.ts';
import type { Recording } from '../session/recording.ts';
import type { Host, Session } from '../session/session.ts';
import { timers } from '../timers.ts';
import { Turns } from '../turns.ts';
import type { Exchange, ProxyChat } from '../upstream/exchange.ts';
import type { AnswerChooser, ChatCall } from './choose-answer.ts';
import { ownHeaders } from './own-headers.ts';
import type { Proofs } from './proofs.ts';
import { type HeaderList, noReply, type Reply, wholeReply } from './reply.ts';
import { overflowOf, type SimulatorRequest } from './request.ts';
import type { Target } from './target.ts';

/** One request on its way: what is known of it before its route is looked at. */
export interface IncomingRequest {
  readonly request: SimulatorRequest;
  readonly target: Target;
  readonly session: Session;
  readonly host: Host | undefined;
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
  readonly chooser: AnswerChooser;
  readonly proofs: Proofs;
  /** Where chats go that no scenario is chosen for. */
  readonly upstream: ProxyChat | undefined;
  /** Real ms that it may be silent. */
  readonly proxyTimeout: number;
  /** Told of each chat that it answered. */
  readonly onExchange: ((exchange: Exchange) => void) | undefined;
}

/** A chat request that is in the journal. */
interface RecordedChat {
  readonly incoming: IncomingRequest;
  readonly recording: Recording;
  readonly asSpec: SpecRequest;
}

const utf8 = new TextDecoder();

/** Answers `POST /chats/{workspace_uid}/chat/completions`: check, record, choose, plan, prove, play. */
export async function answerChat(
  incoming: IncomingRequest,
  workspace: string,
  options: RouteOptions,
): Promise<Reply> {
  const { request, target, session } = incoming;
  const { keys, profile, bodyLimit } = options;
  const { headers } = request;
  const { instance } = session;
  const turns = new Turns();
  const checked = await checkRequest({
    headers,
    body: overflowOf(request, bodyLimit),
    workspace,
    keys,
    chatCompletions: instance.chatCompletions,
    workspaceExists: (uid) => instance.workspaceExists(uid),
    profile,
    limit: bodyLimit,
    now: timers.date(),
    turns,
  });
  // Reading a long body takes a while.
  if (turns.due) await turns.next();
  const text = request.body === 'too large' ? '' : utf8.decode(request.body);
  const body = 'request' in checked ? checked.written : parsedJson(text);
  const { path } = target;
  const kept = request.body === 'too large' ? { body: text } : cutBody(request.body, body ?? text);
  const recording = session.record({ method: 'POST', path, headers, ...kept });
  recording.workspace = workspace;
  const recorded = { incoming, recording, asSpec: { method: 'post', path, headers, body } };
  try {
    if ('refusal' in checked) return await refuse(checked.refusal, recorded, options);
    instance.noteChat(workspace);
    const call = { workspace, body: checked.request, text, ...asked(headers), turns };
    return await play(call, checked.warnings, recorded, options);
  } catch (error) {
    // A fault of ours, and a 500: a call that waits for the end of this request must not wait for ever.
    if (recording.ending === undefined) session.answered(recording, 500);
    throw error;
  }
}

/** Whether an answer of the mock is asked for by name, by the request or for its session. */
export function isChosen({ request, session }: IncomingRequest): boolean {
  const { scenario, preferredStatus, chaosSeed } = asked(request.headers);
  const isAsked = scenario !== undefined || preferredStatus !== undefined || chaosSeed !== undefined;
  return isAsked || session.failures.next !== undefined || session.selection.current !== undefined;
}

async function play(
  call: ChatCall,
  warnings: readonly string[],
  { incoming: { session, host, headers, encoding }, recording, asSpec }: RecordedChat,
  { seed, proofs, profile, chooser }: RouteOptions,
): Promise<Reply> {
  const answer = await chooser.answer(call, session);
  const { scenario, why, unmatched, fromData, plan, fault } = answer;
  Object.assign(recording, { scenario: scenario?.name ?? null, why, unmatched });
  recording.warnings = [...warnings, ...answer.warnings];
  const ids = idsFor(plan, seed === undefined ? undefined : `${seed}:${call.workspace}:${call.text}`);
  recording.violations = await proofs.ofPlan(plan, asSpec, ids, call.turns);
  const bursts = session.play(plan, ids, recording, { host, fault });
  const madeUp = fromData === true ? 'data' : unmatched && plan.status === 200 ? 'generated' : undefined;
  const name = scenario?.name ?? madeUp;
  const all = [...headers, ...Object.entries(plan.headers), ...ownHeaders(profile, recording, name)];
  const { status, mode } = plan;
  return { status, headers: all, mode, encoding: mode === 'stream' ? 'identity' : encoding, bursts };
}

async function refuse(
  refusal: MeiliError | 'panic',
  { incoming: { session, headers, encoding }, recording, asSpec }: RecordedChat,
  { proofs, profile }: RouteOptions,
): Promise<Reply> {
  if (refusal === 'panic') {
    // What a handler of the real server that panics does to its connection.
    recording.why = 'the real server panics: no key is set, and the request has no Authorization header';
    session.answered(recording, 0);
    return noReply();
  }
  recording.why = `refused: ${refusal.body.code}`;
  recording.violations = await proofs.violations(asSpec, refusal);
  const all = [...headers, ...Object.entries(refusal.headers), ...ownHeaders(profile, recording)];
  session.answered(recording, refusal.status);
  return wholeReply(refusal.status, all, JSON.stringify(refusal.body), encoding);
}

/**
 * What a request asks of the mock itself: `X-Mock-Scenario: NAME`, `Prefer: scenario=NAME`, `Prefer: code=404`,
 * `X-Mock-Chaos-Seed: NUMBER`.
 */
function asked(headers: SimulatorRequest['headers']) {
  const { prefer, 'x-mock-scenario': named, 'x-mock-chaos-seed': seed = '' } = headers;
  const chaosSeed = /^\d{1,10}$/.test(seed) ? Number(seed) : undefined;
  if (prefer === undefined) return { scenario: named, preferredStatus: undefined, chaosSeed };
  // Of a preference that is given twice, the last.
  const preferred = (name: string) => {
    const opening = new RegExp(`^\\s*${name}\\s*(?:=|$)`, 'i');
    const part = prefer.split(/[,;]/).findLast((one) => opening.test(one));
    const value = part?.replace(opening, '').trim();
    return value?.replace(/^"(.*)"$/, '$1');
  };
  const code = preferred('code');
  return {
    scenario: named ?? preferred('scenario'),
    preferredStatus: code === undefined ? undefined : Number(code),
    chaosSeed,
  };
}
