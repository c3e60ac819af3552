import { emitKeypressEvents, type Interface, type Key } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import type { PickerEntry } from './picker.ts';
import { escapeControls } from './text.ts';

/** The parts of a server that the shortcuts control. */
export interface Controls {
  /** The scenarios that can be picked. */
  entries(): readonly PickerEntry[];
  /** The scenario that answers whatever is asked. */
  used(): string | undefined;
  use(name: string | undefined): Promise<void>;
  paused(): boolean;
  pause(): void;
  resume(): void;
  /** How many streams are open. */
  streams(): number;
  reload(): Promise<void>;
  /** Sends one frame. Rejects where nothing can be stepped. */
  next(): Promise<void>;
  /** Lets the streams go on that wait at a hold. Returns the names of the holds. */
  release(): Promise<readonly string[]>;
  /** Shows the control panel. */
  openPanel(): void;
  quit(): void;
}

/** Each key with its words in the banner and in the help. */
export const SHORTCUTS = [
  { key: 'h', hint: 'help', help: 'this help' },
  { key: 'r', hint: 'reload', help: 'reload the scenario files' },
  { key: 's', hint: 'pick a scenario', help: 'pick the scenario that answers' },
  { key: 'p', hint: 'pause', help: 'pause, or resume' },
  { key: 'n', hint: 'next frame', help: 'send the next frame, and stay paused' },
  { key: 'x', hint: 'release', help: 'release the hold that a stream waits at' },
  { key: 'c', hint: 'clear', help: 'clear the terminal' },
  { key: 'o', hint: 'open the panel', help: 'open the control panel in the browser' },
  { key: 'q', hint: 'quit', help: 'quit (also Ctrl-C)' },
] as const;

const MATCHING = 'scenarios answer what they match';

/** How long an Esc may still turn out to be the beginning of an arrow key, in ms. Node's default is 500. */
const escapeCodeTimeout = 50;

/** Lets the keys of the terminal drive a server until the signal aborts. Errors go to the log. */
export function takeShortcuts(io: Io, log: Log, controls: Controls, signal: AbortSignal): void {
  if (signal.aborted) return;
  const { stdin } = io;
  const { style } = log;
  /** The list of scenarios while it is open: it gets the keys. */
  let list: { readonly input: PassThrough; readonly closing: AbortController } | undefined;

  const setRaw = (raw: boolean) => {
    stdin.setRawMode?.(raw);
    if (raw) stdin.resume();
    else stdin.pause();
  };

  async function pick() {
    const [input, closing] = [new PassThrough(), new AbortController()];
    list = { input, closing };
    log.hold();
    try {
      const { pickScenario } = await import('./picker.ts');
      const terminal = { input, output: io.stdout, signal: closing.signal };
      const picked = await pickScenario(controls.entries(), controls.used(), terminal);
      if (picked === undefined) return;
      const { name } = picked;
      await controls.use(name);
      const now = name === undefined ? MATCHING : `${style('cyan', name)} answers now, whatever is asked`;
      log.notice(`${style('green', '✓')} ${now}`);
    } finally {
      list = undefined;
      log.flush();
    }
  }

  function quit() {
    list?.closing.abort();
    controls.quit();
  }

  async function suspend() {
    list?.closing.abort();
    setRaw(false);
    await io.suspend();
    setRaw(true);
  }

  const commands: Readonly<Record<string, () => void | Promise<void>>> = {
    h: () => log.notice(...helpLines(controls, log)),
    '?': () => log.notice(...helpLines(controls, log)),
    r: controls.reload,
    s: pick,
    p: () => log.notice(togglePause(controls, log)),
    n: async () => log.notice(await step(controls, log)),
    x: async () => log.notice(await release(controls, log)),
    c: () => log.notice('\u001b[2J\u001b[3J\u001b[H'),
    o: controls.openPanel,
    q: quit,
    // People separate parts of a log with an empty line.
    return: () => log.notice(''),
    enter: () => log.notice(''),
  };
  /** With Ctrl, and also while the list is open. */
  const always: typeof commands = { c: quit, d: quit, z: suspend };

  const onKey = async (text: string | undefined, key: Key) => {
    const { name = text ?? '', sequence = text } = key;
    const command = key.ctrl === true ? always[name] : list === undefined ? commands[name] : undefined;
    try {
      if (command !== undefined) await command();
      else list?.input.write(sequence);
    } catch (error) {
      log.say('error', error instanceof Error ? error.message : String(error));
    }
  };

  // Node reads only this field of the interface.
  emitKeypressEvents(stdin, { escapeCodeTimeout } as unknown as Interface);
  stdin.on('keypress', onKey);
  setRaw(true);
  signal.addEventListener('abort', () => {
    stdin.off('keypress', onKey);
    list?.closing.abort();
    setRaw(false);
  });
}

function helpLines(controls: Controls, { style }: Log): string[] {
  const used = controls.used();
  const answers = used === undefined ? MATCHING : `${used} answers, whatever is asked`;
  const now = `Now: ${answers}, ${controls.paused() ? 'paused' : 'running'}.`;
  return [
    '',
    ...SHORTCUTS.map(({ key, help }) => `  ${style('bold', key)}  ${help}`),
    '',
    `  ${style('dim', now)}`,
    '',
  ];
}

async function step(controls: Controls, { style }: Log): Promise<string> {
  if (!controls.paused()) controls.pause();
  await controls.next();
  return `${style('yellow', '⏭')} one frame; ${style('bold', 'n')} for the next, ${style('bold', 'p')} to resume`;
}

async function release(controls: Controls, { style }: Log): Promise<string> {
  const names = await controls.release();
  if (names.length === 0) return style('dim', 'no stream waits at a hold');
  return `${style('green', '▶')} released ${names.map(escapeControls).join(', ')}`;
}

function togglePause(controls: Controls, { style }: Log): string {
  if (controls.paused()) {
    controls.resume();
    return `${style('green', '▶')} running again`;
  }
  controls.pause();
  const streams = controls.streams();
  const what =
    streams === 0
      ? 'paused: the next request will wait'
      : `paused ${streams === 1 ? 'the open stream' : `${streams} open streams`}`;
  return `${style('yellow', '⏸')} ${what}; ${style('bold', 'p')} to resume`;
}
