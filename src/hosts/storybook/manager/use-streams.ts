import { useCallback, useEffect, useState } from 'react';
import type { ClockState } from '../../../playback/clock-state.ts';
import type { ChannelTransport } from '../channel-transport.ts';

/** How often they are looked at, in ms: frames are not told one by one. */
const LOOK = 250;

/** Where the clock and the streams of the story stand, and how to look again. */
export function useStreams(
  transport: ChannelTransport,
  storyId: string | undefined,
): { readonly clock: ClockState | undefined; look(): Promise<void> } {
  const [clock, setClock] = useState<ClockState>();

  const look = useCallback(async () => {
    const state =
      storyId === undefined ? undefined : await transport.call('GET /clock').catch(() => undefined);
    setClock(state as ClockState | undefined);
  }, [transport, storyId]);

  useEffect(() => {
    void look();
    if (storyId === undefined) return undefined;
    const timer = setInterval(look, LOOK);
    return () => clearInterval(timer);
  }, [storyId, look]);

  return { clock, look };
}
