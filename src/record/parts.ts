import { MEILI_TOOLS } from '../meilisearch/tools.ts';
import type { StreamEvent } from './events.ts';
import { type JsonObject, listOf, objectOf, stringOf } from './json.ts';
import { type FoundSearch, noteReport, type SearchPart } from './searches.ts';

/** What an answer does, one thing after the other, with its times in ms since the request. */
export type AnswerPart =
  | TextPart
  | SearchPart
  | CallPart
  /** The model begins to speak, and says nothing yet. */
  | { readonly kind: 'role'; readonly at: number; readonly content: string | null }
  | { readonly kind: 'error'; readonly at: number; readonly error: unknown; last: boolean }
  | { readonly kind: 'comment' | 'raw'; readonly at: number; readonly text: string };

export interface TextPart {
  readonly kind: 'text' | 'refusal';
  readonly pieces: TextPiece[];
}

/** A text as it came in one chunk. */
export interface TextPiece {
  readonly at: number;
  readonly text: string;
}

/** A call to a function of the client. */
export interface CallPart {
  readonly kind: 'call';
  readonly index: number;
  readonly at: number;
  end: number;
  name: string;
  arguments: string;
}

/** All that a stream, or a body, says. */
export interface WireAnswer {
  readonly parts: readonly AnswerPart[];
  readonly finish: { readonly at: number; readonly reason: string } | undefined;
  readonly done: boolean;
  readonly cut: boolean;
  readonly model: string | undefined;
  readonly usage: JsonObject | undefined;
  /** How many choices there are. */
  readonly choices: number;
  /** What is in it that a scenario cannot say. */
  readonly lost: ReadonlySet<string>;
}

/** The parts of a delta that are read, and those that say nothing more. */
const KNOWN = new Set(['content', 'refusal', 'role', 'tool_calls', 'function_call', 'audio', 'annotations']);

/** Reads the events of an answer: text is joined, and a search is made of the events that tell of it. */
export function readParts(events: readonly StreamEvent[]): WireAnswer {
  const reader = new AnswerReader();
  for (const event of events) reader.read(event);
  return reader;
}

class AnswerReader implements WireAnswer {
  readonly parts: AnswerPart[] = [];
  finish: WireAnswer['finish'];
  done = false;
  cut = false;
  model: string | undefined;
  usage: JsonObject | undefined;
  choices = 0;
  readonly lost = new Set<string>();
  /** The id that all chunks of one call of the model have. */
  #round: string | undefined;

  read(event: StreamEvent): void {
    const { at } = event;
    if (event.type === 'done') this.done = true;
    else if (event.type === 'cut') this.cut = true;
    else if (event.type === 'comment') this.#add({ kind: 'comment', at, text: event.text });
    else if (event.type === 'unknown') this.#add({ kind: 'raw', at, text: event.data });
    else if (event.type === 'error') this.#error(at, event.error);
    else this.#chunk(at, event.chunk);
  }

  #add(part: AnswerPart): void {
    this.#goesOn();
    this.parts.push(part);
  }

  /** An error before this was not the last thing. */
  #goesOn(): void {
    const last = this.parts.at(-1);
    if (last?.kind === 'error') last.last = false;
  }

  #error(at: number, error: unknown): void {
    const { type, code, message } = objectOf(error);
    if (type !== 'response_error') {
      this.#add({ kind: 'error', at, error, last: true });
      return;
    }
    const failed = { code: Number(code), message: stringOf(message) ?? '' };
    const last = this.parts.at(-1);
    const part = last?.kind === 'search' && last.round === this.#round ? last : this.#hiddenSearch();
    const open = part.searches.find((one) => one.failed === undefined && one.sources === undefined);
    const search = open ?? {};
    if (open === undefined) part.searches.push(search);
    search.failed = failed;
    search.to ??= at;
  }

  /** A search of which the request did not want to be told. */
  #hiddenSearch(): SearchPart {
    const last = this.parts.findLast(({ kind }) => kind !== 'comment' && kind !== 'raw');
    // Only before several calls the role comes by itself.
    const several = last?.kind === 'role' && last.content === null;
    if (several) this.parts.splice(this.parts.lastIndexOf(last), 1);
    const searches: FoundSearch[] = several ? [{}, {}] : [{}];
    const part: SearchPart = { kind: 'search', hidden: true, round: this.#round, searches };
    this.#add(part);
    return part;
  }

  #chunk(at: number, chunk: JsonObject): void {
    const choices = listOf(chunk.choices).map(objectOf);
    for (const { index } of choices) this.choices = Math.max(this.choices, Number(index ?? 0) + 1);
    this.model ??= stringOf(chunk.model) || undefined;
    if (choices.length === 0 && chunk.usage != null) this.usage = objectOf(chunk.usage);
    const choice = choices.find(({ index = 0 }) => index === 0);
    if (choice === undefined) return;
    const delta = objectOf(choice.delta);
    this.#delta(at, delta, stringOf(chunk.id) ?? '');
    for (const [name, value] of Object.entries(delta))
      if (!KNOWN.has(name) && value != null && value !== '') this.lost.add(name);
    const reason = stringOf(choice.finish_reason);
    if (reason === undefined) return;
    this.finish ??= { at, reason };
    this.#goesOn();
  }

  #delta(at: number, delta: JsonObject, id: string): void {
    const calls = listOf(delta.tool_calls).map(objectOf);
    const text = contentOf(delta);
    const refusal = stringOf(delta.refusal) ?? '';
    const begins = delta.role === 'assistant' && id !== this.#round && this.#round !== undefined;
    if (begins && calls.length === 0) this.#hiddenRound(at);
    if (id !== '') this.#round = id;
    if (text !== '') this.#text('text', at, text);
    if (refusal !== '') this.#text('refusal', at, refusal);
    for (const call of calls) this.#call(at, call, id);
    const legacy = delta.function_call;
    if (legacy != null) this.#call(at, { index: 0, function: legacy }, id);
    const isRole = delta.role === 'assistant' && calls.length === 0 && legacy == null;
    if (isRole && text === '' && refusal === '' && this.parts.at(-1)?.kind !== 'role')
      this.#add({ kind: 'role', at, content: delta.content === null ? null : '' });
  }

  /** The model is called anew, and nothing says why: it has searched, and the request did not want to be told. */
  #hiddenRound(at: number): void {
    const last = this.parts.findLast(({ kind }) => kind !== 'comment' && kind !== 'raw');
    if (last === undefined || last.kind === 'search' || last.kind === 'call') return;
    for (const search of this.#hiddenSearch().searches) search.to = at;
  }

  #text(kind: 'text' | 'refusal', at: number, text: string): void {
    const last = this.parts.at(-1);
    if (last?.kind === kind) last.pieces.push({ at, text });
    else this.#add({ kind, pieces: [{ at, text }] });
  }

  #call(at: number, call: JsonObject, id: string): void {
    const { name: given, arguments: more } = objectOf(call.function);
    const name = stringOf(given) ?? '';
    const text = stringOf(more) ?? '';
    const report = Object.entries(MEILI_TOOLS).find(([, tool]) => tool === name)?.[0];
    if (report !== undefined) {
      const last = this.parts.at(-1);
      if (last?.kind === 'search' && last.round === id) noteReport(last, report, text, at);
      else {
        const part: SearchPart = { kind: 'search', hidden: false, round: id, searches: [] };
        this.#add(part);
        noteReport(part, report, text, at);
      }
      return;
    }
    if (name.startsWith('_meili')) {
      this.lost.add(name);
      return;
    }
    const index = Number(call.index ?? 0);
    const known = this.parts.findLast((part) => part.kind === 'call');
    if (known !== undefined && known.index === index && (name === '' || call.id == null)) {
      known.arguments += text;
      known.end = at;
    } else if (name !== '') this.#add({ kind: 'call', index, at, end: at, name, arguments: text });
    else {
      const earlier = this.parts.find((part) => part.kind === 'call' && part.index === index);
      if (earlier?.kind === 'call') earlier.arguments += text;
    }
  }
}

/** The text of a delta: of a spoken one, what is said. Some servers send a list of parts. */
function contentOf({ content, audio }: JsonObject): string {
  if (typeof content === 'string') return content;
  const parts = listOf(content).map((part) => stringOf(objectOf(part).text) ?? '');
  return parts.join('') + (stringOf(objectOf(audio).transcript) ?? '');
}
