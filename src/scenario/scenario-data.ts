import type { Origin } from '../error.ts';
import { formatPath, type Path } from './problems/problem.ts';
import type { Scenario } from './scenario.ts';
import type { FoundDocument, ScenarioInput } from './schema.ts';

/** A valid scenario as plain JSON: it was parsed and checked elsewhere, so that its reader needs neither YAML nor zod. */
export interface ScenarioData {
  readonly input: ScenarioInput;
  /** The file that it comes from, as messages name it. */
  readonly file?: string;
  /** The documents of the data files that it names. */
  readonly data?: Readonly<Record<string, readonly FoundDocument[]>>;
  /** Line and column of each of its parts in turn, from 1; empty when they are not known. */
  readonly places: readonly number[];
}

/** A scenario as data, for {@link scenarioFromData}. */
export function scenarioToData({ input, file, data, locate }: Scenario): ScenarioData {
  const places = [...pathsOf(input)].flatMap((path) => {
    const { line, column } = locate(path);
    return line === undefined || column === undefined ? [] : [line, column];
  });
  const documents = data === undefined ? {} : { data: Object.fromEntries(data) };
  return { input, ...(file === undefined ? {} : { file }), ...documents, places };
}

/** The scenario that {@link scenarioToData} was given. Nothing is checked: the data was made of what is right. */
export function scenarioFromData({ input, file, data, places }: ScenarioData): Scenario {
  let index: ReadonlyMap<string, Origin> | undefined;
  const locate = (path: Path): Origin => {
    index ??= indexOf(input, places);
    const source = file === undefined ? {} : { file };
    const text = formatPath(path);
    // Of a part that is not there, the place of what it would be in.
    const known = path.map((_, cut) => index?.get(formatPath(path.slice(0, path.length - cut))));
    const place = known.find((one) => one !== undefined) ?? index.get('');
    return { ...source, ...place, ...(text === '' ? {} : { path: text }) };
  };
  const documents = data === undefined ? {} : { data: new Map(Object.entries(data)) };
  return { input, name: input.name, ...(file === undefined ? {} : { file }), ...documents, locate };
}

function indexOf(input: ScenarioInput, places: readonly number[]): ReadonlyMap<string, Origin> {
  const index = new Map<string, Origin>();
  let at = 0;
  for (const path of pathsOf(input)) {
    const [line, column] = places.slice(at, at + 2);
    if (line === undefined || column === undefined) break;
    index.set(formatPath(path), { line, column });
    at += 2;
  }
  return index;
}

/** The paths of all parts of a value, in an order that is the same after a way through JSON. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined) yield* pathsOf(part, [...path, isList ? Number(key) : key]);
  }
}
