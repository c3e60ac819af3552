/** Exchanges with a mock, as a proxy would see them. */
import type { createServer } from '../../src/hosts/server/server.ts';
import type { ScenarioInput } from '../../src/scenario/schema.ts';
import type { Exchange } from '../../src/upstream/exchange.ts';
import { converse } from '../gallery/converse.ts';
import { readWire } from '../kit/chat.ts';
import type { HostClient } from '../kit/host-clients.ts';

export type Server = ReturnType<typeof createServer>;

/** A chat as it was on the wire. Its times are those of the journal: virtual ones, and so always the same. */
export const exchangeClient =
  (server: Server, workspace: string, exchanges: Exchange[]): HostClient =>
  async (url, body, options) => {
    const request = JSON.parse(JSON.stringify(body));
    const { status, headers, bytes, broken } = await readWire(url, body, { ...options, workspace });
    const last = (await server.lastRequest())?.number;
    const entry = await server.waitForRequest(
      ({ number, ending }) => number === last && ending !== undefined,
    );
    const type = String(headers['content-type']);
    const dues = entry.frames.map(({ due }) => due);
    const left = options.enough !== undefined;
    exchanges.push({
      ...{ workspace, request, status, headers: { 'content-type': type } },
      frames: framesOf(bytes.toString(), type, dues),
      ending: left ? 'left' : broken === undefined ? 'complete' : 'broken',
    });
    const kept = { 'content-type': type };
    return { status, headers: kept, chunks: [bytes], bytes, broken: broken !== undefined };
  };

function framesOf(text: string, type: string, dues: readonly number[]): Exchange['frames'] {
  if (!type.startsWith('text/event-stream')) return [{ at: dues[0] ?? 0, data: text }];
  const all = text.split('\n\n').filter((data) => data !== '');
  // The journal counts from the first frame after `retry`.
  return all.map((data, index) => ({ at: index === 0 ? 0 : (dues[index - 1] ?? dues.at(-1) ?? 0), data }));
}

/** All that a scenario says, over as many requests as that takes. */
export async function exchangesWith(server: Server, input: ScenarioInput): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  await converse(server, exchangeClient(server, input.name, exchanges), input);
  return exchanges;
}

/** What a mock answers to a recorded request. */
export async function ask(url: string, workspace: string, request: unknown) {
  const { status, bytes, broken } = await readWire(url, request, { workspace });
  return { status, text: bytes.toString(), broken: broken !== undefined };
}
