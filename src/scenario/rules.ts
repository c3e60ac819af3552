import { regexError } from './pattern.ts';
import { type Finding, formatPath, type Path } from './problems/problem.ts';
import { hasKeyNear } from './problems/unknown-keys.ts';
import { isRecord } from './problems/wording.ts';
import { ANSWERS, kindsOf } from './schema.ts';

/** Rules beyond the schema. They are checked even if the schema refuses a scenario: all errors are reported at once. */
export function checkRules(scenario: Record<string, unknown>): Finding[] {
  return [
    ...checkAnswers(scenario),
    ...checkPatterns(scenario.match),
    ...stepLists(scenario).flatMap(({ steps, path }) => [
      ...checkEndings(steps, path),
      ...checkIds(steps, path),
      ...checkCalls(steps, path),
      ...checkSearches(steps, path),
    ]),
  ];
}

function checkAnswers(scenario: Record<string, unknown>): Finding[] {
  const [first, ...others] = ANSWERS.filter((key) => Object.hasOwn(scenario, key));
  if (first !== undefined) {
    const message = `a scenario has one of ${ANSWERS.join(', ')}; this one has "${first}" already`;
    return others.map((key) => ({ path: [key], at: 'key', message }));
  }
  // A misspelt key is reported as unknown.
  if (hasKeyNear(scenario, ANSWERS)) return [];
  const hint = `give it one of ${ANSWERS.join(', ')}`;
  return [{ path: [], at: 'key', message: 'the scenario answers nothing', hint }];
}

function checkPatterns(match: unknown): Finding[] {
  if (!isRecord(match)) return [];
  return ['workspace', 'model', 'message'].flatMap((key): Finding[] => {
    const text = match[key];
    const error = typeof text === 'string' ? regexError(text) : undefined;
    return error === undefined ? [] : [{ path: ['match', key], at: 'value', ...error }];
  });
}

/** Every list of steps of a scenario, with where it is. */
function stepLists(scenario: Record<string, unknown>): { steps: readonly unknown[]; path: Path }[] {
  const outcomes = ['turns', 'attempts'].flatMap((key) =>
    listOf(scenario[key]).map((outcome, i) =>
      isRecord(outcome)
        ? { steps: listOf(outcome.reply), path: [key, i, 'reply'] }
        : { steps: listOf(outcome), path: [key, i] },
    ),
  );
  return [{ steps: listOf(scenario.reply), path: ['reply'] }, ...outcomes];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function checkEndings(steps: readonly unknown[], path: Path): Finding[] {
  const end = steps.findIndex((step) => endingOf(step) !== undefined);
  const after = steps.length - end - 1;
  if (end < 0 || after === 0) return [];
  const ending = endingOf(steps[end]);
  const these =
    after === 1 ? 'this step is' : `this step and the ${after === 2 ? 'one' : after - 1} after it are`;
  const message = `${these} never reached: ${formatPath([...path, end])} (${ending}) ends the reply`;
  const hint =
    ending === 'error' ? 'give that error "ends: false" if the answer goes on after it' : undefined;
  return [{ path: [...path, end + 1], at: 'value', message, hint }];
}

/** The key with which a step ends its reply; undefined when the reply goes on. */
function endingOf(step: unknown): string | undefined {
  if (!isRecord(step)) return undefined;
  const [kind, second] = kindsOf(step);
  if (second !== undefined) return undefined;
  if (kind === 'error') return isRecord(step.error) && step.error.ends === false ? undefined : kind;
  return kind === 'finish' || kind === 'fault' ? kind : undefined;
}

function checkIds(steps: readonly unknown[], path: Path): Finding[] {
  const taken = new Map<string, number>();
  return steps.flatMap((step, i): Finding[] => {
    const id = isRecord(step) ? step.id : undefined;
    if (typeof id !== 'string') return [];
    const first = taken.get(id);
    if (first === undefined) {
      taken.set(id, i);
      return [];
    }
    const message = `the id "${id}" is taken by ${formatPath([...path, first])}`;
    return [{ path: [...path, i, 'id'], at: 'value', message, hint: 'an id names one step of a reply' }];
  });
}

/** Meilisearch answers the calls of its own functions itself: a client neither sees them nor sends their results. */
function checkCalls(steps: readonly unknown[], path: Path): Finding[] {
  return steps.flatMap((step, i): Finding[] => {
    const call = isRecord(step) ? step.toolCall : undefined;
    const name = isRecord(call) ? call.name : undefined;
    if (typeof name !== 'string' || !name.startsWith('_meili')) return [];
    const message = `"${name}" is a function of Meilisearch's, and never called by a client`;
    const hint = 'a "search" step sends what the client sees of it';
    return [{ path: [...path, i, 'toolCall', 'name'], at: 'value', message, hint }];
  });
}

/** What is found is either said, or searched for. */
function checkSearches(steps: readonly unknown[], path: Path): Finding[] {
  return searchesOf(steps, path).flatMap(({ search, path: place }): Finding[] => {
    if (search.data === undefined) {
      if (search.limit === undefined) return [];
      const message = '"limit" is for a search of "data"';
      return [
        { path: [...place, 'limit'], at: 'key', message, hint: 'say with "documents" how many are found' },
      ];
    }
    if (search.documents === undefined) return [];
    const message = '"documents" says what is found, and "data" is searched for it';
    return [{ path: [...place, 'documents'], at: 'key', message, hint: 'keep one of the two' }];
  });
}

/** The searches of some steps, with where each is. */
function searchesOf(
  steps: readonly unknown[],
  path: Path,
): { search: Record<string, unknown>; path: Path }[] {
  return steps.flatMap((step, i) => {
    if (!isRecord(step)) return [];
    const place = [...path, i, 'search'];
    if (isRecord(step.search)) return [{ search: step.search, path: place }];
    return listOf(step.search).flatMap((search, j) =>
      isRecord(search) ? [{ search, path: [...place, j] }] : [],
    );
  });
}
