import { MemoryBudget } from './memory-budget.ts';
import { type JournalEntry, Recording, type RequestKind } from './recording.ts';
import type { UnredactedRequest } from './redact.ts';

/** Which part of a list: the last so many (default: all), of those before a request. */
export interface JournalPage {
  readonly last?: number | undefined;
  /** The `number` of a request. */
  readonly before?: number | undefined;
}

/** How many requests are told of at once: each may have megabytes of frames. */
export const PAGE = 10;

/** How many requests of another kind than chats are remembered. They are kept apart: a page that searches all the time must not push the chats out. */
const MOST_OTHERS = 100;

/** The requests of one session, the oldest first. Bounded: the oldest are forgotten. */
export class Journal {
  readonly #recordings: Recording[] = [];
  /** Those that reached no route, and those that went on to another server. */
  readonly #others = { 'no-route': [] as Recording[], passed: [] as Recording[] };
  readonly #limit: number;
  #count = 0;
  #revision = 0;
  #budget: MemoryBudget;

  /** @param limit how many requests it remembers */
  constructor(limit: number, budget: MemoryBudget) {
    this.#limit = limit;
    this.#budget = budget;
  }

  record(session: string, request: UnredactedRequest, kind: RequestKind = 'chat'): Recording {
    this.#count++;
    const recording = new Recording(this.#count, session, request, this.#budget);
    recording.kind = kind;
    const [list, limit] =
      kind === 'chat' ? [this.#recordings, this.#limit] : [this.#others[kind], MOST_OTHERS];
    list.push(recording);
    if (list.length > limit) list.shift()?.forget();
    return recording;
  }

  /** Grows with every request that comes, begins to be answered or ends. */
  get revision(): number {
    return this.#revision;
  }

  /** A request has changed, and makes this revision. */
  change(recording: Recording, revision: number): void {
    recording.revision = revision;
    this.#revision = revision;
  }

  /** The requests that changed after a revision, the first ones if they are many, and up to which revision that is all. */
  since(after: number): { readonly results: JournalEntry[]; readonly revision: number } {
    const changed = this.#recordings.filter(({ revision }) => revision > after);
    const page = [...changed].sort((a, b) => a.revision - b.revision).slice(0, PAGE);
    const revision = page.length < changed.length ? (page.at(-1)?.revision ?? after) : this.#revision;
    return { results: entriesOf(changed.filter((recording) => recording.revision <= revision)), revision };
  }

  /** One request, if it is remembered. */
  find(number: number): Recording | undefined {
    // It is mostly one of the last.
    const isIt = (recording: Recording) => recording.number === number;
    return this.#lists.map((list) => list.findLast(isIt)).find((found) => found !== undefined);
  }

  entries(page?: JournalPage): JournalEntry[] {
    return entriesOf(this.#recordings, page);
  }

  unmatched(page?: JournalPage): JournalEntry[] {
    const all = this.#recordings.filter(({ unmatched }) => unmatched);
    return entriesOf(inOrder([...all, ...this.#others['no-route']]), page);
  }

  /** All that is remembered, also what is no chat. */
  all(page?: JournalPage): Recording[] {
    return pageOf(inOrder(this.#lists.flat()), page);
  }

  /** Forgets the requests. Those that come are numbered on, since answers may still go on. */
  clear(): void {
    for (const list of this.#lists) for (const recording of list.splice(0)) recording.forget();
  }

  get #lists(): readonly Recording[][] {
    return [this.#recordings, this.#others['no-route'], this.#others.passed];
  }

  /** As new. */
  reset(): void {
    this.clear();
    this.#count = 0;
  }

  /** Its session is forgotten: a request that is on its way to it is recorded, and not counted. */
  close(): void {
    this.clear();
    this.#budget = new MemoryBudget();
  }
}

const inOrder = (recordings: Recording[]) => recordings.sort((a, b) => a.number - b.number);

function pageOf(recordings: readonly Recording[], { last, before }: JournalPage = {}): Recording[] {
  const earlier = before === undefined ? recordings : recordings.filter(({ number }) => number < before);
  return last === undefined ? [...earlier] : earlier.slice(Math.max(0, earlier.length - last));
}

function entriesOf(recordings: readonly Recording[], page?: JournalPage): JournalEntry[] {
  return pageOf(recordings, page).map((recording) => recording.entry());
}

/** The requests that there were, for the error of a call that waited for another one. */
export function describeRequests(entries: readonly JournalEntry[]): string {
  if (entries.length === 0) return 'no request';
  const last = entries
    .slice(-5)
    .map(({ number, request, status }) => `${number}: ${request.method} ${request.path} ${status ?? 'open'}`)
    .join(', ');
  if (entries.length === 1) return `1 request, ${last}`;
  return `${entries.length} requests${entries.length > 5 ? ', the last ones' : ''} ${last}`;
}
