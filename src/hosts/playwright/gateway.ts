import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { closeNow } from '../server/app.ts';
import { createCertificate } from '../server/certificate.ts';
import type { ChatMockServer } from '../server/server.ts';

const HOST = '127.0.0.1';

/**
 * Where a browser reaches the mock: by http and by https, since the protocol of a request that is taken
 * over stays as it was.
 */
export class Gateway {
  readonly #http: string;
  readonly #secure: HttpsServer;
  #certified: Promise<void> | undefined;

  /** Opens the https side; its certificate is made when it is first needed. */
  static async open(server: ChatMockServer): Promise<Gateway> {
    const secure = createHttpsServer(server.app);
    await new Promise<void>((resolve, reject) => {
      secure.once('error', reject);
      secure.listen(0, HOST, resolve);
    });
    return new Gateway(server.url, secure);
  }

  private constructor(http: string, secure: HttpsServer) {
    this.#http = http;
    this.#secure = secure;
  }

  /**
   * The base URL for requests of a protocol: `https:`, or `http:` for every other.
   *
   * @param protocol as `URL` has it, with the colon
   */
  async urlFor(protocol: string): Promise<string> {
    if (protocol !== 'https:') return this.#http;
    this.#certified ??= createCertificate().then((certificate) => this.#secure.setSecureContext(certificate));
    await this.#certified;
    return `https://${HOST}:${portOf(this.#secure)}`;
  }

  /** Both sides as Chromium names endpoints: `127.0.0.1:7700`. */
  get endpoints(): readonly string[] {
    return [new URL(this.#http).host, `${HOST}:${portOf(this.#secure)}`];
  }

  close(): Promise<void> {
    return closeNow(this.#secure);
  }
}

function portOf(server: HttpsServer): number {
  return (server.address() as AddressInfo).port;
}
