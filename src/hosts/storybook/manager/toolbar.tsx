/** @jsxRuntime classic */
import React from 'react';
import { Button, PopoverProvider, Select, ToggleButton } from 'storybook/internal/components';
import { addons, useGlobals } from 'storybook/manager-api';
import { TOOLBAR } from '../names.ts';
import { toolbarState } from '../parameters.ts';
import { ScenarioList } from './scenario-list.tsx';
import { useStory } from './use-story.ts';

/** Storybook's event that renders a story from its beginning. */
const FORCE_REMOUNT = 'forceRemount';

const SPEEDS = [0.25, 0.5, 1, 2, 4];
const NO_WAIT = 0;

/** What answers, how fast, and whether time stands. */
export function Toolbar() {
  const [globals, updateGlobals] = useGlobals();
  const { storyId, ownScenario, scenarios } = useStory();
  const { scenario, speed, paused } = toolbarState(globals);

  const pick = (name: string) => {
    updateGlobals({ [TOOLBAR.scenario]: name });
    if (storyId !== undefined) addons.getChannel().emit(FORCE_REMOUNT, { storyId });
  };
  return (
    <>
      <PopoverProvider
        ariaLabel="Chat scenario"
        padding={0}
        popover={({ onHide }) => (
          <ScenarioList
            scenarios={scenarios}
            picked={scenario}
            ownScenario={ownScenario}
            onPick={(name) => {
              pick(name);
              onHide();
            }}
          />
        )}
      >
        <Button variant="ghost" size="small" ariaLabel="Chat scenario">
          Chat: {ownScenario ?? (scenario || 'first match')}
        </Button>
      </PopoverProvider>
      <Select
        ariaLabel="Chat speed"
        size="small"
        options={[
          ...SPEEDS.map((value) => ({ title: `${value}×`, value })),
          { title: 'no wait', value: NO_WAIT },
        ]}
        defaultOptions={speed}
        onSelect={(value) => updateGlobals({ [TOOLBAR.speed]: value })}
      >
        {speed}×
      </Select>
      <ToggleButton
        variant="ghost"
        size="small"
        pressed={paused}
        ariaLabel="Pause the chat"
        onClick={() => updateGlobals({ [TOOLBAR.paused]: !paused })}
      >
        {paused ? '▶' : '❚❚'}
      </ToggleButton>
    </>
  );
}
