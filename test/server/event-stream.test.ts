import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { EventStream } from '../../src/hosts/server/event-stream.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** A response whose client takes everything at once. */
function response(): ServerResponse {
  const socket = new Duplex({
    read: () => undefined,
    write: (_chunk, _encoding, taken) => taken(),
  }) as Socket;
  const res = new ServerResponse(new IncomingMessage(socket));
  res.assignSocket(socket);
  return res;
}

/** A stream that writes twice, and so goes on in the next round. Resolves when it has, and has ended. */
async function shortStream(): Promise<WeakRef<object>> {
  const stream = new EventStream(response(), 200, []);
  stream.write(['one'], () => undefined);
  await new Promise<void>((resolve) => {
    stream.write(['two'], () => {
      stream.end();
      resolve();
    });
  });
  return new WeakRef(stream);
}

test('a stream that stays open does not keep the streams alive that wrote in its round', async () => {
  const held = new EventStream(response(), 200, []);
  held.write(['one'], () => undefined);
  const ended = await shortStream();
  await new Promise((resolve) => setTimeout(resolve));
  collectGarbage();
  expect(ended.deref()).toBeUndefined();
  held.end();
});
