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

/** Frames that were stepped one after the other as one call. */
export function folded<Step extends { readonly call: CodedCall }>(steps: readonly Step[]): Step[] {
  const all: Step[] = [];
  for (const step of steps) {
    const last = all.at(-1);
    if (last === undefined || step.call.method !== 'clock.next' || last.call.method !== 'clock.next')
      all.push(step);
    else all[all.length - 1] = { ...last, call: CALLS.clock.next(framesOf(last.call) + framesOf(step.call)) };
  }
  return all;
}

const framesOf = ({ args: [count] }: CodedCall) => (typeof count === 'number' ? count : 1);

/** What begins a test with the fixture, and what there is in it. */
export const FIXTURE = 'meilisearch-chat-mock/playwright';

/** Where the steps begin that were done while a stream was open: the page asks before them. */
function split<Step extends Made>(steps: readonly Step[]): readonly [before: Step[], after: Step[]] {
  const first = steps.findIndex(({ streaming }) => streaming);
  return first === -1 ? [[...steps], []] : [steps.slice(0, first), steps.slice(first)];
}

/** A call that was made. */
export interface Made {
  readonly call: CodedCall;
  /** Whether a stream was open then. */
  readonly streaming: boolean;
}

const stops = (step: Made | undefined) => step?.call.method === 'clock.pauseAt';

/** Calls as a file that Playwright runs: what was done before a stream was open comes before the page asks. */
export function testFile(steps: readonly Made[]): string {
  const [before, during] = split(steps);
  const after = withoutLastFrames(during);
  const paused = [testLine(CALLS.clock.paused()), '// Here it is stopped: assert what the page shows.'];
  const lines = [
    ...before.map(({ call }) => testLine(call)),
    "await page.goto('/');",
    '// Here the page asks: fill in a message, and send it.',
    ...(after.length === 0 ? [] : stops(before.at(-1)) ? paused : ['await chat.waitForRequest();']),
    // A person sees that time has stopped, and goes on then: so does the test.
    ...after.flatMap((step, at) => [
      testLine(step.call),
      ...(stops(step) && at < after.length - 1 ? paused : []),
    ]),
  ];
  return [
    `import { expect, test } from '${FIXTURE}';`,
    '',
    "test('what I did in the control panel', async ({ page, chat }) => {",
    ...lines.map((line) => `  ${line}`),
    '});',
    '',
  ].join('\n');
}

/** Frames that were stepped to the end of all streams, and then let run: running is all that a test needs. */
function withoutLastFrames(steps: readonly Made[]): readonly Made[] {
  return steps.filter(({ call }, at) => {
    const next = steps[at + 1];
    return !(call.method === 'clock.next' && next?.call.method === 'clock.resume' && !next.streaming);
  });
}

/** Calls as commands for a POSIX shell, a line each. */
export function curlScript(steps: readonly Made[], url: string, session: string): string {
  const lines = steps.flatMap(({ call, streaming }, at) => {
    const asks = streaming && steps[at - 1]?.streaming === false;
    return [
      ...(asks ? ['# Here your app asks: the next line waits for it.'] : []),
      curlLine(call, url, session),
    ];
  });
  return lines.join('\n');
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
