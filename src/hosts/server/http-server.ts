import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { ChatMockError } from '../../error.ts';
import { timers } from '../../timers.ts';
import { answerClientError } from './client-error.ts';

/** As the real server: no `Host` is needed, and heads may be large, which the cookies of `localhost` make them. */
const OPTIONS = { keepAliveTimeout: 65_000, requireHostHeader: false, maxHeaderSize: 131_072 };

/**
 * An HTTP server for an Express app. Express gives each message that it handles another prototype, and V8 runs whatever
 * touches such an object unoptimized from then on, which costs four times what an answer does otherwise. So Node makes the
 * messages with the prototypes that Express wants, and there is nothing to change.
 */
export function createHttpServer(app: Express): Server {
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return (
    createServer({ ...OPTIONS, IncomingMessage: AppRequest, ServerResponse: AppResponse }, app)
      .on('clientError', answerClientError)
      // An expectation that is not known is passed over.
      .on('checkExpectation', app)
  );
}

/** Makes a server listen; returns its base URL. Throws `port-in-use`. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(listenError(error, port, host));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      const address = server.address() as AddressInfo;
      resolve(`http://${urlHost(host)}:${address.port}`);
    });
  });
}

function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): ChatMockError {
  if (error.code !== 'EADDRINUSE') {
    const message = `Cannot listen on ${host}:${port}: ${error.message}.`;
    return new ChatMockError('port-in-use', message, { cause: error });
  }
  return new ChatMockError('port-in-use', `Port ${port} is taken, perhaps by a real Meilisearch.`, {
    hint: `Stop what listens there, or choose another port: --port ${port + 1}.`,
    cause: error,
  });
}

/** How long responses may take to end when their server closes, in ms. */
const CLOSING_TIME = 300;

/** Closes a server: responses that are ending may do so, then what is still open is cut. */
export async function closeNow(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const idle = timers.setInterval(() => server.closeIdleConnections(), 10);
  const cut = timers.setTimeout(() => server.closeAllConnections(), CLOSING_TIME);
  await closed;
  timers.clearInterval(idle);
  timers.clearTimeout(cut);
}
