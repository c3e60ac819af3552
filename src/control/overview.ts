import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { lastUserMessage, turnOf } from '../meilisearch/conversation.ts';
import { RETRY } from '../plan/wire/sse.ts';
import type { MatchFacts } from '../scenario/match.ts';
import { explainMismatch, nearestFirst, suggestMatch } from '../scenario/nearest.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { chooseByFacts } from '../session/choose.ts';
import type { JournalEntry, PlannedItem, Recording } from '../session/recording.ts';

/** A request as the panel lists it: when its frames went out, and not what they say. */
export interface RequestOverview
  extends Pick<
    JournalEntry,
    | 'kind'
    | 'number'
    | 'session'
    | 'time'
    | 'workspace'
    | 'scenario'
    | 'why'
    | 'upstream'
    | 'status'
    | 'ending'
  > {
  readonly method: string;
  readonly path: string;
  /** The last message of the user, cut. */
  readonly message: string;
  readonly unmatched: boolean;
  readonly warnings: number;
  readonly violations: number;
  /** Runs of frames: so many of a kind, each with its virtual ms since the reply began. */
  readonly marks: readonly Mark[];
  /** Spans in which the stream waited at a hold, in virtual ms since the reply began. */
  readonly holds: readonly HoldSpan[];
  /** What comes next, while the stream is open. */
  readonly planned: readonly PlannedItem[];
  /** When it stalled. */
  readonly stalledAt: number | undefined;
}

/** The kind of a frame, and when it was written. */
export type Mark = readonly [kind: string, at: number];

export interface HoldSpan {
  readonly from: number;
  /** Undefined: it waits still. */
  readonly to: number | undefined;
  readonly name: string | undefined;
}

/** A scenario that did not answer, and why. */
export interface Miss {
  readonly name: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly reasons: readonly string[];
}

/** All that is known of a request, and how its scenario was chosen. */
export interface RequestDetail extends JournalEntry {
  readonly overview: RequestOverview;
  /** What was sent before the first frame: the `retry` line of a stream, else nothing. */
  readonly opening: string;
  /** The scenarios that do not match, the nearest first; none for a request without a route. */
  readonly nearest: readonly Miss[];
  /** The scenario that answers it, or would if nothing were asked for by name; undefined: none. */
  readonly byItself: string | undefined;
  /** A `match:` block that holds for this request. */
  readonly suggestion: string | undefined;
}

const LONGEST_MESSAGE = 200;
/** How many scenarios are told of that do not match. */
const MOST_MISSES = 5;

export function overviewOf(recording: Recording): RequestOverview {
  const { kind, number, session, time, workspace, scenario, why, upstream, status, ending, unmatched } =
    recording;
  const marks = recording.marks();
  return {
    ...{
      kind,
      number,
      session,
      time: time.toISOString(),
      workspace,
      scenario,
      why,
      upstream,
      status,
      ending,
      unmatched,
    },
    method: recording.method,
    path: recording.path,
    message: messageOf(recording).slice(0, LONGEST_MESSAGE),
    warnings: recording.warnings.length,
    violations: recording.violations.length,
    marks: marks.map((mark) => [mark.kind, round(mark.at)]),
    holds: holdsOf(marks, recording),
    planned: recording.planned(),
    stalledAt: recording.stalledAt,
  };
}

export function detailOf(recording: Recording, scenarios: readonly Scenario[]): RequestDetail {
  const facts = factsOf(recording);
  // The frames of an entry are made by a getter: spread, they are there.
  const opening = recording.streams ? RETRY : '';
  const entry = { ...recording.entry(), overview: overviewOf(recording), opening };
  if (facts === undefined) return { ...entry, nearest: [], byItself: undefined, suggestion: undefined };
  const byItself = chooseByFacts(scenarios, facts)?.scenario?.name;
  return { ...entry, nearest: missesOf(facts, scenarios), byItself, suggestion: suggestMatch(facts) };
}

function missesOf(facts: MatchFacts, scenarios: readonly Scenario[]): Miss[] {
  const misses = nearestFirst(scenarios, facts).filter(({ missed }) => missed > 0);
  return misses.slice(0, MOST_MISSES).map(({ scenario }) => {
    const { name, file, locate } = scenario;
    return { name, file, line: locate(['match']).line, reasons: explainMismatch(scenario, facts) };
  });
}

/** What a `match:` is compared with; undefined for a request that is no chat, or that could not be read. */
function factsOf(recording: Recording): MatchFacts | undefined {
  const { kind, workspace } = recording;
  if (kind !== 'chat' || workspace === undefined) return undefined;
  const body = chatOf(recording);
  if (body === undefined) return undefined;
  return { workspace, model: body.model, message: lastUserMessage(body), turn: turnOf(body) };
}

function messageOf(recording: Recording): string {
  const body = recording.kind === 'chat' ? chatOf(recording) : undefined;
  return body === undefined ? '' : lastUserMessage(body);
}

/** The body of a request whose checks it passed; undefined for another one. */
function chatOf({ request, why }: Recording): ChatRequest | undefined {
  const { body } = request;
  if (why === '' || why.startsWith('refused')) return undefined;
  return typeof body === 'object' && body !== null && 'messages' in body ? (body as ChatRequest) : undefined;
}

function holdsOf(marks: ReturnType<Recording['marks']>, { heldAt }: Recording): HoldSpan[] {
  const spans: HoldSpan[] = [];
  let before = 0;
  for (const { at, held } of marks) {
    if (held > before) spans.push({ from: round(at - (held - before)), to: round(at), name: undefined });
    before = held;
  }
  if (heldAt !== undefined) spans.push({ from: round(heldAt.at), to: undefined, name: heldAt.name });
  return spans;
}

/** Tenths of a millisecond are enough for a drawing. */
const round = (ms: number) => Math.round(ms * 10) / 10;
