import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { closeNow } from '../server/http-server.ts';
import { createCertificate } from './certificate.ts';
import type { WorkerMock } from './shared-mock.ts';

const HOST = '127.0.0.1';

/** Where a browser reaches the mock: by http and by https, since the protocol of a request that is taken over stays as it was. */
export interface Gateway {
  /** The base URL for requests of a protocol, as `URL` has it: `https:`, or `http:` for every other. */
  urlFor(protocol: string): Promise<string>;
  /** Both sides as Chromium names endpoints: `127.0.0.1:7700`. */
  readonly endpoints: readonly string[];
  close(): Promise<void>;
}

/** Opens the https side of a mock; its certificate is made when it is first needed. */
export async function openGateway(mock: Pick<WorkerMock, 'url' | 'app'>): Promise<Gateway> {
  const secure = createHttpsServer(mock.app);
  await new Promise<void>((resolve, reject) => {
    secure.once('error', reject);
    secure.listen(0, HOST, resolve);
  });
  let certified: Promise<void> | undefined;
  return {
    async urlFor(protocol) {
      if (protocol !== 'https:') return mock.url;
      certified ??= createCertificate().then((certificate) => secure.setSecureContext(certificate));
      await certified;
      return `https://${HOST}:${portOf(secure)}`;
    },
    endpoints: [new URL(mock.url).host, `${HOST}:${portOf(secure)}`],
    close: () => closeNow(secure),
  };
}

function portOf(server: HttpsServer): number {
  return (server.address() as AddressInfo).port;
}
