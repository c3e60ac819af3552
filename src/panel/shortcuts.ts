import { useEffect } from 'preact/hooks';
import { copy } from './kit/copy.tsx';
import { currentRoute, go } from './router.ts';
import { actionsOf } from './steer/actions.ts';
import type { Steering } from './steer/steering.ts';
import type { PanelStore } from './store/store.ts';

/** The keys, for the help. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['p', 'Pause time, or let it run'],
  ['n', 'Step one frame'],
  ['m', 'Run to the next step'],
  ['s', 'Stop at …'],
  ['x', 'Release the hold that is waited at'],
  ['f', 'Fail the next request'],
  ['d', 'Drop the open streams'],
  ['R', 'Reset the session'],
  ['c', 'Copy the line of code'],
  ['l', 'Test or curl'],
  ['/', 'Find'],
  ['1  2  3', 'Requests, scenarios, try it'],
  ['↑  ↓', 'From request to request, from frame to frame'],
  ['Enter', 'Look at the frames'],
  ['Esc', 'Close'],
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

interface Shortcuts {
  /** The element in which keys count, and in which the page around it gets none. Undefined: they count anywhere. */
  readonly keys: EventTarget | undefined;
  readonly help: () => void;
}

/** Lets the keys steer, wherever the focus is but in a field. */
export function useShortcuts(store: PanelStore, steering: Steering, { keys, help }: Shortcuts): void {
  useEffect(() => {
    const within = keys ?? window;
    const onKey = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      if (keys !== undefined) event.stopPropagation();
      const [target] = event.composedPath();
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField(target)) return;
      const root = target instanceof Node ? target.getRootNode() : document;
      if (root instanceof Document && root.querySelector('dialog[open]')) return;
      const does = singleKeys() ? commandOf(event, store, steering, help) : undefined;
      if (does === undefined) return;
      event.preventDefault();
      does();
    };
    within.addEventListener('keydown', onKey);
    return () => within.removeEventListener('keydown', onKey);
  }, [store, steering, keys]);
}

function isField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null;
}

function commandOf(
  { key }: KeyboardEvent,
  store: PanelStore,
  steering: Steering,
  help: () => void,
): (() => unknown) | undefined {
  const actions = Object.values(actionsOf(store));
  const action = actions.find((one) => one.key === key);
  if (action !== undefined) return () => steering.run(action);
  const route = currentRoute();
  const commands: Record<string, (() => unknown) | undefined> = {
    s: () => press('stop-at'),
    f: () => press('fail-next'),
    c: steering.shown && (() => copy(steering.shown === undefined ? '' : steering.line(steering.shown))),
    l: () => steering.speak(steering.language === 'test' ? 'curl' : 'test'),
    '/': () => find('find')?.focus(),
    '1': () => go(['requests']),
    '2': () => go(['scenarios']),
    '3': () => go(['try']),
    Escape: route[0] === 'requests' && route.length > 1 ? () => go(['requests']) : undefined,
    '?': help,
  };
  return commands[key];
}

/** The panel's own element of an id: it lives in a shadow root. */
function find(id: string): HTMLElement | null {
  for (const host of document.querySelectorAll('[data-chat-mock-panel]')) {
    const found = host.shadowRoot?.getElementById(id);
    if (found) return found;
  }
  return null;
}

const press = (id: string) => find(id)?.click();
