/** Server-sent events as Meilisearch writes them, for tests. */

export function frames(...data: unknown[]): Uint8Array<ArrayBuffer> {
  const lines = data.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`);
  return new TextEncoder().encode(`retry: 10000\n\n${lines.join('')}`);
}

export function text(content: string) {
  return { choices: [{ index: 0, delta: { content, role: null, tool_calls: null }, finish_reason: null }] };
}

export function finish(reason: string) {
  return { choices: [{ index: 0, delta: { content: null }, finish_reason: reason }] };
}

export function tool(name: string, args: unknown) {
  const call = { index: 0, id: 'any', type: 'function', function: { name, arguments: JSON.stringify(args) } };
  return { choices: [{ index: 0, delta: { content: null, tool_calls: [call] }, finish_reason: null }] };
}

export function failure(type: string, code: string | null, message: string) {
  return { event_id: 'any', type: 'error', error: { type, code, message, param: null, event_id: null } };
}

/** A body that delivers its bytes in the given pieces, and ends or fails after the last. */
export function bodyOf(
  pieces: Uint8Array<ArrayBuffer>[],
  error?: Error,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const queue = [...pieces];
  return new ReadableStream({
    pull(controller) {
      const piece = queue.shift();
      if (piece) controller.enqueue(piece);
      else if (error) controller.error(error);
      else controller.close();
    },
  });
}

export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
