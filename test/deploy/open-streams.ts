import { Agent, request } from 'node:http';
import { chatBody, chatHeaders } from '../kit/chat.ts';

/** A stream that is open, in a session of its own. */
export interface OpenStream {
  readonly session: string;
  /** How it ended; `cut`: its connection broke. */
  readonly ended: Promise<'done' | 'cut'>;
}

/** As many connections as there are streams. */
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });

/** Opens a stream; resolves when this text has come. */
export function openStream(
  gateway: string,
  session: string,
  { scenario, until }: { readonly scenario: string; readonly until: string },
): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const headers = { ...chatHeaders, 'x-mock-session': session, 'x-mock-scenario': scenario };
    const sent = request(
      `${gateway}/chats/main/chat/completions`,
      { method: 'POST', headers, agent },
      (res) => {
        if (res.statusCode !== 200) reject(new Error(`HTTP ${res.statusCode}`));
        const ended = new Promise<'done' | 'cut'>((end) => {
          res.on('error', () => undefined);
          res.on('close', () => end(res.complete ? 'done' : 'cut'));
        });
        let tail = '';
        const look = (part: Buffer) => {
          tail = (tail + part.toString('latin1')).slice(-4000);
          if (!tail.includes(until)) return;
          res.off('data', look);
          res.resume();
          resolve({ session, ended });
        };
        res.on('data', look);
        void ended.then(() => reject(new Error(`The stream of ${session} ended before "${until}" came.`)));
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(chatBody({ stream: true })));
  });
}

/** The same for many, a hundred at a time. */
export async function openStreams(
  gateway: string,
  sessions: readonly string[],
  what: Parameters<typeof openStream>[2],
): Promise<OpenStream[]> {
  const open: OpenStream[] = [];
  while (open.length < sessions.length) {
    const group = sessions.slice(open.length, open.length + 100);
    open.push(...(await Promise.all(group.map((session) => openStream(gateway, session, what)))));
  }
  return open;
}

/** The sessions that a replica knows. */
export async function sessionsOf(port: number, address = '127.0.0.1'): Promise<Set<string>> {
  const response = await fetch(`http://${address}:${port}/__mock/sessions`);
  const { results } = (await response.json()) as { results: { name: string }[] };
  return new Set(results.map(({ name }) => name));
}
