/** @jsxRuntime classic */
import React, { useMemo, useState } from 'react';
import { AddonPanel, Button, EmptyTabContent, Form } from 'storybook/internal/components';
import { addons } from 'storybook/manager-api';
import { styled } from 'storybook/theming';
import type { ErrorCode } from '../../../meilisearch/error-codes.ts';
import type { StreamState } from '../../../playback/clock-state.ts';
import { createChannelTransport } from '../channel-transport.ts';
import { type Action, actionsOf, CODES } from './actions.ts';
import { CopyButton } from './copy-button.tsx';
import { useStory } from './use-story.ts';
import { useStreams } from './use-streams.ts';

const Column = styled.div({ display: 'grid', gap: 14, padding: '14px 16px', maxWidth: 820 });
const Rows = styled.ul({ display: 'grid', gap: 4, margin: 0, padding: 0, listStyle: 'none' });
const Row = styled.li({
  display: 'grid',
  gridTemplateColumns: '210px minmax(0, 1fr) auto',
  gap: 10,
  alignItems: 'center',
});
const Code = styled.code(({ theme }) => ({
  fontFamily: theme.typography.fonts.mono,
  fontSize: theme.typography.size.s1,
  color: theme.textMutedColor,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
}));
const Problem = styled.p(({ theme }) => ({
  margin: 0,
  color: theme.color.negativeText,
  overflowWrap: 'anywhere',
}));
const Line = styled.p({ margin: 0 });
const Codes = styled.label({ display: 'flex', gap: 10, alignItems: 'center' });

/** Steers the streams of the story in the preview. */
export function Panel({ active }: { readonly active: boolean }) {
  const transport = useMemo(() => createChannelTransport(addons.getChannel()), []);
  const { storyId } = useStory();
  const { clock, look } = useStreams(transport, active ? storyId : undefined);
  const [code, setCode] = useState<ErrorCode>('too_many_search_requests');
  const [problem, setProblem] = useState('');

  const run = async ({ route, input }: Action) => {
    setProblem('');
    await transport.call(route, input).catch((error: Error) => setProblem(error.message));
    await look();
  };

  if (storyId === undefined) {
    return (
      <AddonPanel active={active}>
        <EmptyTabContent
          title="No story is shown"
          description="Here are the streams of the story in the preview."
        />
      </AddonPanel>
    );
  }
  return (
    <AddonPanel active={active}>
      <Column>
        <Rows aria-label="Streams">
          {clock?.streams.map((stream) => (
            <li key={stream.request}>{describe(stream, clock.paused)}</li>
          ))}
        </Rows>
        {clock?.streams.length === 0 && (
          <Line>No stream is open{clock.paused ? ', and the clock stands' : pausing(clock.pausingAt)}.</Line>
        )}
        <Rows aria-label="What can be done">
          {actionsOf(clock, code).map((action) => (
            <Row key={action.label}>
              <Button ariaLabel={false} disabled={!action.enabled} onClick={() => void run(action)}>
                {action.label}
              </Button>
              <Code title={action.code}>{action.code}</Code>
              <CopyButton text={action.code} />
            </Row>
          ))}
        </Rows>
        <Codes>
          Fail with
          <Form.Select
            value={code}
            onChange={({ currentTarget }) => setCode(currentTarget.value as ErrorCode)}
          >
            {CODES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Form.Select>
        </Codes>
        {problem !== '' && <Problem role="alert">{problem}</Problem>}
      </Column>
    </AddonPanel>
  );
}

function describe({ request, sent, next = 'the end', heldAt }: StreamState, paused: boolean): string {
  const state =
    heldAt === undefined ? (paused ? `paused before ${next}` : 'streaming') : `held at “${heldAt}”`;
  return `Request ${request}: ${sent} ${sent === 1 ? 'frame' : 'frames'} sent, ${state}`;
}

const pausing = (at: string | number | undefined) =>
  at === undefined ? '' : `; the clock is going to stop at ${at}`;
