/** @jsxRuntime classic */
import React from 'react';
import { addons, types } from 'storybook/manager-api';
import { DockedPanel } from './manager/docked-panel.tsx';
import { Toolbar } from './manager/toolbar.tsx';
import { ADDON, PARAM_KEY } from './names.ts';

addons.register(ADDON, () => {
  addons.add(`${ADDON}/toolbar`, {
    type: types.TOOL,
    title: 'Chat',
    match: ({ tabId }) => tabId === undefined,
    render: () => <Toolbar />,
  });
  addons.add(`${ADDON}/panel`, {
    type: types.PANEL,
    title: 'Chat',
    paramKey: PARAM_KEY,
    match: ({ viewMode }) => viewMode === 'story',
    render: ({ active = false }) => <DockedPanel active={active} />,
  });
});
