import type { ComponentChildren } from 'preact';
import type { Row } from '../store/row.ts';

interface BadgeProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly tone?: 'good' | 'bad' | 'hold' | 'run';
}

export const Badge = ({ title, children, tone }: BadgeProps) => (
  <span class={`badge number ${tone ?? ''}`} title={title}>
    {children}
  </span>
);

/** The HTTP status, and how the stream stands or has ended. */
export function StatusBadges({ row }: { row: Row }) {
  const { about, heldAt, stalledAt, live, ending } = row;
  if (live && heldAt !== undefined)
    return (
      <Badge tone="hold" title="The stream waits at a hold of its scenario">
        held
      </Badge>
    );
  if (live && stalledAt !== undefined)
    return (
      <Badge tone="bad" title="The stream sends nothing more, and stays open">
        stalled
      </Badge>
    );
  if (live)
    return (
      <Badge tone="run" title="The answer is not over">
        open
      </Badge>
    );
  return (
    <>
      {ending?.type === 'fault' ? (
        <Badge tone="bad" title={`The answer ended with the fault ${ending.fault}`}>
          {ending.fault}
        </Badge>
      ) : (
        <Status status={about?.status} />
      )}
      {ending?.type === 'left' && (
        <Badge title="The client closed the connection before the end">client left</Badge>
      )}
      {ending?.type === 'stopped' && <Badge title="The session was reset before the end">stopped</Badge>}
    </>
  );
}

function Status({ status }: { status: number | undefined }) {
  if (status === 0)
    return (
      <Badge tone="bad" title="The connection ended without a status">
        no answer
      </Badge>
    );
  if (status === undefined) return null;
  return (
    <Badge tone={status < 300 ? 'good' : 'bad'} title={`HTTP status ${status}`}>
      {status}
    </Badge>
  );
}

/** What is noteworthy about a request. */
export function Marks({ row: { about } }: { row: Row }) {
  if (about === undefined) return null;
  const { unmatched, violations, warnings } = about;
  return (
    <>
      {unmatched && (
        <Badge tone="hold" title="No scenario matches this message: open the request to see why">
          no scenario
        </Badge>
      )}
      {violations > 0 && (
        <Badge
          tone="bad"
          title={`The request breaks the OpenAPI document in ${violations} places: see "Request"`}
        >
          {violations} ✗
        </Badge>
      )}
      {warnings > 0 && (
        <Badge tone="hold" title={`Warnings of the mock: see "Request"`}>
          {warnings} !
        </Badge>
      )}
    </>
  );
}
