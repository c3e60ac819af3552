import { performance } from 'node:perf_hooks';
import type { ChatRequest } from '../meilisearch/chat-request.ts';
import { lastUserMessage, turnOf } from '../meilisearch/conversation.ts';
import { suggestMatch } from '../scenario/nearest.ts';
import type { Recording } from '../session/recording.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Log } from './log.ts';
import { type LoggedRequest, requestLines, severityOf } from './request-lines.ts';

/** Logs every request when its answer has ended, and at `debug` also when it arrives. */
export function logRequests(simulator: Simulator, log: Log): void {
  if (!log.shows('warn')) return;
  // Kept here while they are answered: a journal forgets the oldest when very many are open.
  let toldPython = false;
  const open = new Map<string, { readonly recording: Recording; readonly began: number }>();
  simulator.watch((event) => {
    if (event.type === 'unmatched') {
      const lost = findIn(simulator, event);
      if (lost !== undefined) log.say('warn', ...requestLines(logged(lost, 0), log.style));
      return;
    }
    if (event.type !== 'request' && event.type !== 'ended') return;
    const id = `${event.request} ${event.session}`;
    const now = performance.now();
    if (event.type === 'request') {
      const recording = findIn(simulator, event);
      if (recording === undefined) return;
      open.set(id, { recording, began: now });
      if (!toldPython && isPython(recording)) {
        toldPython = true;
        log.say('warn', `${log.style('yellow', '!')} ${PYTHON}`);
      }
      if (log.shows('debug')) log.say('debug', ...requestLines(logged(recording, 0), log.style));
      return;
    }
    const ended = open.get(id);
    open.delete(id);
    if (ended === undefined) return;
    const request = logged(ended.recording, now - ended.began);
    log.say(severityOf(request), ...requestLines(request, log.style));
  });
}

/** Its reader makes an event of each empty line, and JSON of each event. */
const PYTHON =
  "Python's `openai` cannot read the first line of a stream, `retry: 10000`: it raises JSONDecodeError. A real Meilisearch sends that line, too.";

function isPython({ userAgent, request }: Recording): boolean {
  return /OpenAI\/Python\b/.test(userAgent) && JSON.stringify(request.body).includes('"stream":true');
}

function findIn({ sessions }: Simulator, event: { session: string; request: number }): Recording | undefined {
  return sessions.find(({ name }) => name === event.session)?.journal.find(event.request);
}

function logged(recording: Recording, took: number): LoggedRequest {
  const { method, path } = recording;
  const frames = recording.streams ? recording.sent : undefined;
  const suggestion = recording.unmatched ? suggestionFor(recording) : undefined;
  return { ...recording, method, path, frames, took, suggestion };
}

function suggestionFor({ request, workspace = '' }: Recording): string {
  // What a large body says is not kept.
  if (request.cut !== undefined) return suggestMatch({ workspace, model: '', message: '', turn: 0 });
  // A request is only unmatched once its body has passed the checks.
  const body = request.body as ChatRequest;
  return suggestMatch({ workspace, model: body.model, message: lastUserMessage(body), turn: turnOf(body) });
}
