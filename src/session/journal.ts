import { type JournalEntry, type RecordedRequest, Recording } from './recording.ts';

/** The requests of one session, the oldest first. Bounded: the oldest are forgotten. */
export class Journal {
  readonly #recordings: Recording[] = [];
  readonly #limit: number;
  #count = 0;
  #revision = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  record(session: string, request: RecordedRequest): Recording {
    this.#count++;
    const recording = new Recording(this.#count, session, request);
    this.#recordings.push(recording);
    if (this.#recordings.length > this.#limit) this.#recordings.shift();
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

  /** The requests that changed after a revision. */
  since(revision: number): JournalEntry[] {
    return entriesOf(this.#recordings.filter((recording) => recording.revision > revision));
  }

  /** One request, if it is remembered. */
  find(number: number): Recording | undefined {
    // It is mostly one of the last.
    return this.#recordings.findLast((recording) => recording.number === number);
  }

  /** @param last how many of them; default: all */
  entries(last = this.#recordings.length): JournalEntry[] {
    return entriesOf(this.#recordings.slice(Math.max(0, this.#recordings.length - last)));
  }

  unmatched(): JournalEntry[] {
    return entriesOf(this.#recordings.filter(({ unmatched }) => unmatched));
  }

  /** Forgets the requests. Those that come are numbered on, since answers may still go on. */
  clear(): void {
    this.#recordings.length = 0;
  }

  /** As new. */
  reset(): void {
    this.clear();
    this.#count = 0;
  }
}

function entriesOf(recordings: readonly Recording[]): JournalEntry[] {
  return recordings.map((recording) => recording.entry());
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
