import { usePanel } from './context.ts';
import { copy } from './kit/copy.tsx';
import { find } from './kit/find.ts';
import { useKeys } from './kit/keys.ts';
import { currentRoute, go } from './router.ts';
import { actionsOf } from './steer/actions.ts';
import type { Steering } from './steer/steering.ts';
import type { PanelStore } from './store/store.ts';

/** The keys, for the help. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['p', 'Pause, or resume'],
  ['n', 'Next frame'],
  ['m', 'Run to the next step'],
  ['s', 'Pause before …'],
  ['x', 'Release the hold that is waited at'],
  ['f', 'Fail the next request'],
  ['d', 'Drop the open streams'],
  ['R', 'Reset the session, and clear the list'],
  ['c', 'Copy the line of code'],
  ['l', 'Test or curl'],
  ['/', 'Find'],
  ['1  2  3', 'Requests, scenarios, try it'],
  ['↑  ↓', 'From request to request, from frame to frame'],
  ['Enter', 'Open the request; of a stopped stream, its frames'],
  ['Esc', 'Close; back to the line of what was done last'],
  ['?', 'This help'],
];

/** Whether single keys do something: they get in the way of some speech recognition. */
const STORED = 'chat-mock-single-keys';

export function singleKeys(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(on: boolean): void {
  try {
    localStorage.setItem(STORED, on ? 'on' : 'off');
  } catch {
    // A page that may store nothing has them on.
  }
}

/** Lets the keys steer. */
export function useShortcuts(help: () => void): void {
  const { store, steering, keys } = usePanel();
  useKeys(keys, (event) => (singleKeys() ? commandOf(event, store, steering, help) : undefined));
}

function commandOf(
  { key }: KeyboardEvent,
  store: PanelStore,
  steering: Steering,
  help: () => void,
): (() => unknown) | undefined {
  const { next, held, ...actions } = actionsOf(store);
  const action = Object.values(actions).find((one) => one.key === key);
  if (action !== undefined) return () => steering.run(action);
  const route = currentRoute();
  const shown = steering.shown.call;
  const commands: Record<string, (() => unknown) | undefined> = {
    s: () => press('pause-before'),
    f: () => press('fail-next'),
    c: shown && (() => copy(steering.line(shown))),
    l: () => steering.speak(steering.language === 'test' ? 'curl' : 'test'),
    '/': () => find('find')?.focus(),
    '1': () => go(['requests']),
    '2': () => go(['scenarios']),
    '3': () => go(['try']),
    Escape: () => {
      steering.looks.forget();
      if (route[0] === 'requests' && route.length > 1) go(['requests']);
    },
    '?': help,
  };
  return commands[key];
}

const press = (id: string) => find(id)?.click();
