import { request } from 'node:http';
import { afterAll, beforeAll, expect } from 'vitest';
import { connect } from '../../src/client.ts';
import type { ChatMock } from '../../src/control/chat-mock.ts';
import { type ChatMockServer, createMockServer } from '../../src/hosts/server/server.ts';
import { scenario } from '../../src/scenario/builder.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';

const slowly = { ttft: 1000, tps: 1 } as const;

export const SCENARIOS = [
  { name: 'plain', pace: { ttft: 0, tps: 0 }, reply: [{ text: 'one two three four' }] },
  { name: 'slow', pace: slowly, reply: [{ text: 'one two three four', id: 'words' }] },
  {
    name: 'gated',
    pace: { ttft: 0, tps: 0 },
    match: { message: 'gate' },
    reply: [{ text: 'before' }, { hold: 'gate' }, { text: 'after' }],
  },
];

/** A server for the tests of a file. Each test drives a session of its own. */
export function setupServer(): {
  readonly server: ChatMockServer;
  readonly simulator: Simulator;
  readonly url: string;
} {
  const { server, simulator } = createMockServer({ scenarios: SCENARIOS });
  let url = '';
  beforeAll(async () => {
    url = await server.listen();
  });
  afterAll(() => server.close());
  return {
    server,
    simulator,
    get url() {
      return url;
    },
  };
}

let sessions = 0;
export const freshName = () => `session-${++sessions}`;

/** The two ways to drive a session. */
export const WAYS: readonly [string, (server: ChatMockServer, name: string) => ChatMock][] = [
  ['in process', (server, name) => server.session(name)],
  ['over HTTP', (server, name) => connect(server.url, { session: name })],
];

/** Asks for a streamed answer. Resolves when the headers are there. */
export function ask(url: string, message = 'Hello', signal?: AbortSignal): Promise<Response> {
  return fetch(`${url}/chats/movies/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: message }],
      stream: true,
    }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What an answer says, in one text, once it has ended. */
export async function said(response: Response): Promise<string> {
  return words(await response.text());
}

export function words(sse: string): string {
  const chunks = [...sse.matchAll(/^data: (\{.*)$/gm)].map(([, json = '']) => JSON.parse(json));
  return chunks.map((chunk) => chunk.choices?.[0]?.delta.content ?? '').join('');
}

/** One HTTP request as it is, `Host` and all. */
export function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Uint8Array } = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const req = request(url, { method, headers }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

/** Looks again until it is so: on a busy machine, that may take a while. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 8000, interval: 5 });

export { scenario };
