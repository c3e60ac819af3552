import { useLayoutEffect, useRef } from 'preact/hooks';

/** What a key does: undefined where it does nothing. */
export type KeyCommand = (event: KeyboardEvent) => (() => unknown) | undefined;

/**
 * Keys that count wherever the focus is but in a field or a dialog, and where nothing else takes them. `within` is the
 * element that they count in; undefined: they count anywhere.
 */
export function useKeys(within: EventTarget | undefined, command: KeyCommand): void {
  const latest = useRef(command);
  latest.current = command;
  useLayoutEffect(() => {
    const target = within ?? window;
    const onKey = (event: Event) => {
      if (!(event instanceof KeyboardEvent)) return;
      // The page around has keys of its own.
      if (within !== undefined) event.stopPropagation();
      const [from] = event.composedPath();
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField(from)) return;
      const root = from instanceof Node ? from.getRootNode() : document;
      if (root instanceof Document && root.querySelector('dialog[open]')) return;
      const does = latest.current(event);
      if (does === undefined) return;
      event.preventDefault();
      does();
    };
    target.addEventListener('keydown', onKey);
    return () => target.removeEventListener('keydown', onKey);
  }, [within]);
}

function isField(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null;
}
