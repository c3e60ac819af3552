import { loadTokenizer } from '../plan/tokens/tokens.ts';
import { shadows } from '../scenario/collection.ts';
import { LONGEST_FILE } from '../scenario/parse.ts';
import type { Match, Outcome, ScenarioInput } from '../scenario/schema.ts';
import { mapError, mapStep } from '../scenario/templates/fields.ts';
import { escapeTemplate } from '../scenario/templates/template-text.ts';
import { Conversation, type Note } from './conversation.ts';
import { freeName, nameOf } from './name.ts';
import { createRedaction, type Redaction, redactJson } from './redact.ts';
import { type RecordedExchange, replyOf } from './reply.ts';
import { placeOfRequest } from './request-place.ts';
import { scenarioYaml } from './yaml.ts';

/** A scenario that was made of one exchange, or of several. */
export interface RecordedScenario {
  readonly name: string;
  /** The text of its file. */
  readonly yaml: string;
  readonly input: ScenarioInput;
  /** How many exchanges it is made of. With the first it is new; with each more, this is in the place of what it was. */
  readonly exchanges: number;
  /** What was asked last, without what is redacted; '' when that is not known. */
  readonly question: string;
}

export interface RecorderOptions {
  readonly redaction?: Redaction;
  /** The names that other scenarios have. */
  readonly taken?: readonly string[];
  /** What a scenario is called whose request is not known. Default: `recorded`. */
  readonly name?: string;
}

/** How many conversations may still go on: the oldest are forgotten. */
const MOST_CONVERSATIONS = 100;

interface Known {
  readonly conversation: Conversation;
  readonly name: string;
  exchanges: number;
  match: Match | undefined;
}

/**
 * Makes scenarios of exchanges. A further turn of a conversation, the response to a result that the client brings, and
 * another attempt at a request that failed become part of the scenario that they go on with.
 *
 * @example
 * const { name, yaml } = await new Recorder().add(exchange);
 */
export class Recorder {
  readonly #redaction: Redaction;
  readonly #taken: string[];
  /** The latest last. */
  readonly #known: Known[] = [];
  /** What scenarios of this recorder match that no conversation goes on with any more. */
  readonly #matches: Match[] = [];

  readonly #name: string;

  constructor({ redaction = createRedaction(), taken = [], name = 'recorded' }: RecorderOptions = {}) {
    this.#name = nameOf(name) || 'recorded';
    this.#redaction = redaction;
    this.#taken = [...taken];
  }

  /** Takes an exchange when it has ended, and returns the scenario that it is part of, or all of. */
  async add(given: RecordedExchange): Promise<RecordedScenario> {
    const exchange = { ...given, request: redactJson(given.request, this.#redaction) };
    const reply = await replyOf(exchange, await loadTokenizer());
    const place = placeOfRequest(exchange);
    const candidates = [...this.#known].sort((a, b) => b.conversation.messages - a.conversation.messages);
    for (const known of candidates) {
      if (!known.conversation.add(place, reply)) continue;
      const made = this.#write(known, known.exchanges + 1, place.asked.message);
      if (made.yaml.length <= LONGEST_FILE) {
        known.exchanges++;
        return made;
      }
      // A file as long as this would not be read: it is left as it was, and a new one begins.
      this.#forget(known);
      break;
    }
    const name = this.#free(nameOf(place.asked.message) || nameOf(exchange.workspace));
    const known: Known = {
      conversation: new Conversation(place, reply),
      name,
      exchanges: 1,
      match: undefined,
    };
    const made = this.#write(known, 1, place.asked.message);
    known.match = made.input.match;
    this.#known.push(known);
    const [oldest] = this.#known;
    if (this.#known.length > MOST_CONVERSATIONS && oldest !== undefined) this.#forget(oldest);
    return made;
  }

  /** Takes a scenario that is made of something else, under a name that is free. */
  take(scenario: ScenarioInput, given: readonly Note[]): RecordedScenario {
    const named = { ...scenario, name: this.#free(nameOf(scenario.name)) };
    const input = asItIs(redactJson(named, this.#redaction));
    const notes = given.map(({ path, text }) => ({ path, text: this.#redaction(text) }));
    return {
      name: input.name,
      yaml: scenarioYaml(input, notes),
      input,
      exchanges: 1,
      question: scenario.name,
    };
  }

  #free(wanted: string): string {
    const name = freeName(wanted || this.#name, this.#taken);
    this.#taken.push(name);
    return name;
  }

  #forget(known: Known): void {
    this.#known.splice(this.#known.indexOf(known), 1);
    if (known.match !== undefined) this.#matches.push(known.match);
  }

  #write(known: Known, exchanges: number, question: string): RecordedScenario {
    const { name } = known;
    const made = known.conversation.scenario(name);
    const { match, ...rest } = asItIs(redactJson(made.input, this.#redaction));
    const notes: Note[] = made.notes.map(({ path, text }) => ({ path, text: this.#redaction(text) }));
    const others = [...this.#matches, ...this.#known.filter((one) => one !== known).map((one) => one.match)];
    const isTaken = match !== undefined && others.some((one) => one !== undefined && shadows(one, match));
    if (isTaken && exchanges === 1) notes.push({ path: [], text: SHADOWED });
    const input = isTaken ? rest : { ...placed(rest, match) };
    return { name, yaml: scenarioYaml(input, notes), input, exchanges, question };
  }
}

const SHADOWED = 'Another scenario answers this question: ask for this one by its name.';

/** What was said is no template, even if it has braces. */
function asItIs({ reply, turns, attempts, error, ...rest }: ScenarioInput): ScenarioInput {
  return {
    ...rest,
    ...(reply === undefined ? {} : { reply: reply.map((step) => mapStep(step, escapeTemplate)) }),
    ...(turns === undefined ? {} : { turns: turns.map(outcomeAsItIs) }),
    ...(attempts === undefined ? {} : { attempts: attempts.map(outcomeAsItIs) }),
    ...(error === undefined ? {} : { error: mapError(error, escapeTemplate) }),
  };
}

function outcomeAsItIs(outcome: Outcome): Outcome {
  if (Array.isArray(outcome)) return outcome.map((step) => mapStep(step, escapeTemplate));
  if ('error' in outcome) return { error: mapError(outcome.error, escapeTemplate) };
  return { ...outcome, reply: outcome.reply.map((step) => mapStep(step, escapeTemplate)) };
}

/** With the match where a person would write it. */
function placed({ name, description, ...rest }: ScenarioInput, match: Match | undefined): ScenarioInput {
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(match === undefined ? {} : { match }),
    ...rest,
  };
}
