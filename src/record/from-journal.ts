import type { JournalEntry } from '../session/recording.ts';
import type { RecordedExchange } from './reply.ts';

/** A chat of the journal as an exchange: what went out, and when it was due. */
export function exchangeOf({
  request,
  workspace = '',
  status = 200,
  frames,
  ending,
}: JournalEntry): RecordedExchange {
  const isBody = frames.some(({ kind }) => kind === 'body');
  const fault = ending?.type === 'fault' ? ending.fault : undefined;
  return {
    workspace,
    request: request.body,
    status,
    headers: { 'content-type': isBody ? 'application/json' : 'text/event-stream' },
    frames: frames.map(({ due, data }) => ({ at: due, data: data.replace(/[\r\n]+$/, '') })),
    ending:
      ending === undefined || ending.type === 'left' || ending.type === 'stopped' ? 'left' : endingOf(fault),
    fault,
  };
}

const endingOf = (fault: RecordedExchange['fault']) =>
  fault === 'reset' || fault === 'half-frame' ? 'broken' : 'complete';
