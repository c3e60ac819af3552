/** @jsxRuntime classic */
import React from 'react';
import { styled } from 'storybook/theming';
import type { ScenarioChoice } from '../messages.ts';

interface ScenarioListProps {
  readonly scenarios: readonly ScenarioChoice[];
  /** Empty: none. */
  readonly picked: string;
  /** What the story asks for: then nothing can be picked. */
  readonly ownScenario: string | undefined;
  readonly onPick: (name: string) => void;
}

const List = styled.div({ width: 380, maxHeight: 'min(70vh, 560px)', overflowY: 'auto', padding: 8 });
const Heading = styled.h3(({ theme }) => ({
  margin: '10px 8px 4px',
  fontSize: theme.typography.size.s1,
  fontWeight: theme.typography.weight.bold,
  color: theme.textMutedColor,
}));
const Note = styled.p({ margin: '4px 8px 8px' });
const Choice = styled.button(({ theme }) => ({
  display: 'block',
  width: '100%',
  padding: '6px 8px',
  border: 0,
  borderRadius: 4,
  background: 'none',
  color: 'inherit',
  font: 'inherit',
  textAlign: 'start',
  cursor: 'pointer',
  '&:hover:not(:disabled), &:focus-visible': { background: theme.background.hoverable },
  '&[aria-pressed="true"]': { color: theme.color.secondary, fontWeight: theme.typography.weight.bold },
  '&:disabled': { cursor: 'default', opacity: 0.6 },
  small: { display: 'block', color: theme.textMutedColor, fontWeight: theme.typography.weight.regular },
}));

/** The scenarios by group, each with its description. */
export function ScenarioList({ scenarios, picked, ownScenario, onPick }: ScenarioListProps) {
  const groups = [...new Set(scenarios.map(({ group }) => group))];
  const isPicked = (name: string) => name === (ownScenario ?? picked);
  const choice = (name: string, title: string, description: string) => (
    <Choice
      key={name}
      type="button"
      aria-pressed={isPicked(name)}
      disabled={ownScenario !== undefined}
      onClick={() => onPick(name)}
    >
      {title}
      <small>{description}</small>
    </Choice>
  );
  return (
    <List>
      {ownScenario !== undefined && <Note>This story says itself what answers: {ownScenario}.</Note>}
      {choice('', 'The first match', 'The first scenario that matches what is asked.')}
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <Heading>{group}</Heading>
          {scenarios
            .filter((scenario) => scenario.group === group)
            .map(({ name, description }) => choice(name, name, description))}
        </section>
      ))}
    </List>
  );
}
