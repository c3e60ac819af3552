import type { ChatMockServer } from '../hosts/server/server.ts';
import type { Io } from './io.ts';
import { listenToKeys } from './keyboard.ts';
import type { ScreenLog } from './log.ts';
import type { ReloadNotes } from './reloads.ts';
import { type Controls, Shortcuts } from './shortcuts.ts';

/** Lets the keys of the terminal drive a server, until the returned function is called. */
export function takeKeys(parts: {
  readonly server: ChatMockServer;
  readonly io: Io;
  readonly log: ScreenLog;
  readonly reloads: ReloadNotes;
  readonly quit: () => void;
}): () => void {
  const { io, log, quit } = parts;
  const { stdin, stdout } = io;
  let release = () => {};
  const take = () => {
    release = listenToKeys(stdin, (key) => void shortcuts.press(key));
  };
  const controls: Controls = {
    ...controlsOf(parts.server, parts.reloads),
    quit,
    async suspend() {
      release();
      await io.suspend();
      take();
    },
  };
  const shortcuts = new Shortcuts(controls, log, () => ({
    columns: stdout.columns ?? 80,
    rows: stdout.rows ?? 24,
  }));
  const resized = () => log.redraw();
  stdout.on('resize', resized);
  take();
  return () => {
    stdout.off('resize', resized);
    shortcuts.close();
    release();
  };
}

function controlsOf(server: ChatMockServer, reloads: ReloadNotes): Omit<Controls, 'quit' | 'suspend'> {
  const { simulator } = server;
  return {
    entries: () =>
      simulator.scenarios.map(({ name, input }) => ({ name, description: firstLine(input.description) })),
    used: () => simulator.session().selection.current?.name,
    async use(name) {
      if (name !== undefined) await server.use(name);
      else simulator.session().selection.none();
    },
    paused: () => simulator.session().clock.state().paused,
    pause: () => simulator.session().clock.pause(),
    resume: () => simulator.session().clock.resume(),
    streams: () => simulator.session().clock.state().streams.length,
    async reload() {
      reloads.ask();
      await server.reload();
    },
  };
}

function firstLine(text = ''): string {
  const [line = ''] = text.trim().split('\n');
  return line;
}
