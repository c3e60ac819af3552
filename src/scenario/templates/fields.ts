import type { Path } from '../problems/problem.ts';
import type { ErrorSpec, ScenarioInput, SearchSpec, Step } from '../schema.ts';

/** Gives the text that stands in the place of another; `path` is where that is, seen from what is looked through. */
export type Write = (text: string, path: Path) => string;

/** The texts of a step that may be templates, written anew. */
export function mapStep(step: Step, write: Write): Step {
  if ('text' in step) return { ...step, text: write(step.text, ['text']) };
  if ('refusal' in step) return { ...step, refusal: write(step.refusal, ['refusal']) };
  if ('search' in step) {
    const { search } = step;
    const mapped = Array.isArray(search)
      ? search.map((one, index) => mapSearch(one, below(write, 'search', index)))
      : mapSearch(search, below(write, 'search'));
    return { ...step, search: mapped };
  }
  if ('toolCall' in step) {
    const { arguments: args } = step.toolCall;
    if (args === undefined) return step;
    return {
      ...step,
      toolCall: { ...step.toolCall, arguments: mapTexts(args, below(write, 'toolCall', 'arguments')) },
    };
  }
  if ('error' in step) {
    if (typeof step.error === 'string') return { ...step, error: write(step.error, ['error']) };
    return { ...step, error: { ...step.error, message: write(step.error.message, ['error', 'message']) } };
  }
  return step;
}

function mapSearch(search: SearchSpec, write: Write): SearchSpec {
  const mapped: SearchSpec = { ...search };
  if (search.q !== undefined) mapped.q = write(search.q, ['q']);
  if (search.filter !== undefined) mapped.filter = write(search.filter, ['filter']);
  if (search.arguments !== undefined) mapped.arguments = write(search.arguments, ['arguments']);
  if (search.documents !== undefined)
    mapped.documents = mapTexts(search.documents, below(write, 'documents'));
  if (typeof search.error === 'object' && search.error.message !== undefined)
    mapped.error = { ...search.error, message: write(search.error.message, ['error', 'message']) };
  return mapped;
}

/** The texts of an HTTP error that may be templates, written anew. */
export function mapError(error: ErrorSpec, write: Write): ErrorSpec {
  if (typeof error === 'string') return error;
  if ('status' in error) {
    return error.body === undefined ? error : { ...error, body: mapTexts(error.body, below(write, 'body')) };
  }
  return error.message === undefined ? error : { ...error, message: write(error.message, ['message']) };
}

/** All texts in a JSON value, written anew; its keys stay. */
function mapTexts<Value>(value: Value, write: Write): Value {
  const map = (part: unknown, path: Path): unknown => {
    if (typeof part === 'string') return write(part, path);
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((one, index) => map(one, [...path, index]));
    return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, map(one, [...path, key])]));
  };
  return map(value, []) as Value;
}

const below =
  (write: Write, ...before: Path): Write =>
  (text, path) =>
    write(text, [...before, ...path]);

/** Tells of every text of a scenario that may be a template. */
export function eachText(
  { reply = [], turns = [], attempts = [], error }: ScenarioInput,
  tell: (text: string, path: Path) => void,
): void {
  const under = (...before: Path): Write =>
    below(
      (text, path) => {
        tell(text, path);
        return text;
      },
      ...before,
    );
  const steps = (list: readonly Step[], path: Path) => {
    for (const [index, step] of list.entries()) mapStep(step, under(...path, index));
  };
  steps(reply, ['reply']);
  for (const [key, outcomes] of Object.entries({ turns, attempts })) {
    for (const [index, outcome] of outcomes.entries()) {
      if (Array.isArray(outcome)) steps(outcome, [key, index]);
      else if ('error' in outcome) mapError(outcome.error, under(key, index, 'error'));
      else steps(outcome.reply, [key, index, 'reply']);
    }
  }
  if (error !== undefined) mapError(error, under('error'));
}
