/** @jsxRuntime classic */
import React, { useEffect, useRef } from 'react';
import { addons } from 'storybook/manager-api';
import { styled } from 'storybook/theming';
import { mountPanel } from '../../../panel/mount.tsx';
import { createChannelTransport } from '../channel-transport.ts';

const Place = styled.div({ height: '100%', overflow: 'hidden' });

/** The control panel, docked: it steers the streams of the story in the preview. */
export function DockedPanel({ active }: { readonly active: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!active || place.current === null) return undefined;
    const transport = createChannelTransport(addons.getChannel());
    return mountPanel(place.current, { transport, docked: true });
  }, [active]);
  return <Place ref={place} hidden={!active} />;
}
