import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Steering } from './steer/steering.ts';
import type { PanelStore } from './store/store.ts';

/** What every part of the panel works with. */
export interface PanelContext {
  readonly store: PanelStore;
  readonly steering: Steering;
  /** The element in which its keys count; undefined: they count anywhere. */
  readonly keys: EventTarget | undefined;
}

export const Panel = createContext<PanelContext | undefined>(undefined);

export function usePanel(): PanelContext {
  const context = useContext(Panel);
  if (context === undefined) throw new Error('A part of the panel is used outside of it.');
  return context;
}
