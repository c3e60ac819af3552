import { performance } from 'node:perf_hooks';
import { lastUserMessage, turnOf } from '../request/conversation.ts';
import type { ChatRequest } from '../request/types.ts';
import { suggestMatch } from '../scenario/nearest.ts';
import type { JournalEntry } from '../session/journal.ts';
import type { Session } from '../session/session.ts';
import type { Simulator } from '../simulator.ts';
import type { Style } from './io.ts';
import type { Log } from './log.ts';
import { type LoggedRequest, requestLines, severityOf } from './request-lines.ts';

/** Logs every request when it has been answered, and at `debug` also when it comes, until the returned function is called. */
export function logRequests(simulator: Simulator, log: Log, style: Style): () => void {
  if (!log.shows('warn')) return () => undefined;
  const began = new Map<string, number>();
  return simulator.watch((event) => {
    if (event.type !== 'request' && event.type !== 'ended') return;
    const id = `${event.request} ${event.session}`;
    const now = performance.now();
    if (event.type === 'request') {
      began.set(id, now);
      if (!log.shows('debug')) return;
    }
    const took = now - (began.get(id) ?? now);
    if (event.type === 'ended') began.delete(id);
    const session = simulator.sessions.find(({ name }) => name === event.session);
    const request = session === undefined ? undefined : find(session, event.request, took);
    if (request !== undefined)
      log.say(event.type === 'request' ? 'debug' : severityOf(request), ...requestLines(request, style));
  });
}

function find(session: Session, number: number, took: number): LoggedRequest | undefined {
  const entry = session.requests().find((one) => one.number === number);
  if (entry === undefined) return undefined;
  const unmatched = session.unmatched().some((one) => one.number === number);
  return {
    time: new Date(entry.time),
    session: entry.session,
    method: entry.request.method,
    path: entry.request.path,
    status: entry.status,
    scenario: entry.scenario,
    why: entry.why,
    warnings: entry.warnings,
    violations: entry.violations,
    frames: entry.frames.some(({ kind }) => kind !== 'body') ? entry.frames.length : undefined,
    ending: entry.ending,
    took,
    suggestion: unmatched ? suggestionFor(entry) : undefined,
  };
}

function suggestionFor({ request, workspace = '' }: JournalEntry): string {
  // No scenario is looked for before the body has passed the checks.
  const body = request.body as ChatRequest;
  return suggestMatch({ workspace, model: body.model, message: lastUserMessage(body), turn: turnOf(body) });
}
