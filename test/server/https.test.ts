import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer as createHttpsServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createCertificate } from '../../src/hosts/playwright/certificate.ts';
import { createServer } from '../../src/index.ts';
import { chatBody, chatHeaders } from '../kit/chat.ts';

/** Asks a mock whose app is behind an https server of somebody's own. */
async function ask(mock: ReturnType<typeof createServer>, stream: boolean): Promise<IncomingMessage> {
  const { key, cert } = await createCertificate();
  const server = createHttpsServer({ key, cert }, mock.app);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `https://localhost:${port}/chats/main/chat/completions`;
  const asked = request(url, { method: 'POST', headers: chatHeaders, ca: cert });
  asked.end(JSON.stringify(chatBody({ stream })));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

test('a fault that resets the connection breaks it off over TLS, too', async () => {
  const mock = createServer();
  await mock.use({ name: 'hello', reply: [{ text: 'Hello' }] });
  await mock.fault({ fault: 'reset', after: 1 });
  const response = await ask(mock, true);
  await expect(response.toArray()).rejects.toThrow('aborted');
  await mock.fault({ fault: 'reset', after: 0 });
  await expect(ask(mock, false)).rejects.toThrow('socket hang up');
});
