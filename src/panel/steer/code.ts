import { placed } from '../../control/transport.ts';
import type { Define, VerbInput } from '../../control/verb.ts';
import { defineVerbs } from '../../control/verbs.ts';
import { sessionUrl } from '../../session/names.ts';

/** A verb with its arguments: what a control does, and the line of code that does the same. */
export interface CodedCall {
  readonly route: string;
  /** One line for users. */
  readonly does: string;
  /** `clock.next`. */
  readonly method: string;
  readonly args: readonly unknown[];
  readonly input: VerbInput;
}

type Calls<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends (...args: infer Args) => unknown
    ? (...args: Args) => CodedCall
    : Calls<Table[Name]>;
};

const describe = ((route: string, does: string, { args }: { args?: (...given: unknown[]) => VerbInput }) =>
  (...given: unknown[]) => ({
    route,
    does,
    args: given,
    input: args?.(...given) ?? {},
  })) as unknown as Define;

/** Each verb of the table as a function that says what a call of it is: `CALLS.clock.next(2)`. */
export const CALLS = named(defineVerbs(describe), '') as unknown as Calls<ReturnType<typeof defineVerbs>>;

function named(table: object, prefix: string): object {
  const entries = Object.entries(table).map(([name, entry]: [string, unknown]) => {
    const method = `${prefix}${name}`;
    if (typeof entry !== 'function') return [name, named(entry as object, `${method}.`)];
    return [name, (...given: unknown[]) => ({ ...(entry(...given) as object), method })];
  });
  return Object.fromEntries(entries);
}

/** The call in a test, where `chat` is the fixture, a client or the mock itself. */
export function testLine({ method, args }: CodedCall): string {
  return `await chat.${method}(${args.map(literal).join(', ')});`;
}

/** The call as a command for a POSIX shell. */
export function curlLine({ route, input }: CodedCall, url: string, session: string): string {
  const { method, path, rest } = placed(route, input);
  const body = JSON.stringify(rest);
  const data = body === '{}' ? '' : ` -d ${quoted(body)}`;
  const verb = method === 'GET' ? '' : `-X ${method} `;
  return `curl ${verb}${quoted(`${sessionUrl(url, session)}/__mock${path}`)}${data}`;
}

/** A value as TypeScript has it, formatted as this project's code is. */
export function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length === 0) return '{}';
    return `{ ${entries.map(([key, one]) => `${/^[A-Za-z_$][\w$]*$/.test(key) ? key : literal(key)}: ${literal(one)}`).join(', ')} }`;
  }
  return String(value);
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w:/.@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
