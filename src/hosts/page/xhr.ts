import type { Interception } from './interception.ts';
import { XhrExchange } from './xhr-exchange.ts';

/**
 * Puts a class in the place of `XMLHttpRequest` that answers the requests that match, and is the browser's own for all others.
 * By hand and not by `XMLHttpRequestInterceptor` of @mswjs/interceptors, with which a request gets its first byte when all are
 * there, `abort()` ends nothing, and a synchronous request is no longer synchronous.
 *
 * @returns gives the browser's own class back
 */
export function interceptXhr({ matches, answer }: Interception): () => void {
  const Native = globalThis.XMLHttpRequest;

  class PageXhr extends Native {
    #exchange: XhrExchange | undefined;

    override open(method: string, url: string | URL, async = true, ...credentials: (string | null)[]): void {
      this.#exchange?.leave();
      super.open(method, url, async, ...credentials);
      const absolute = new URL(url, document.baseURI).href;
      this.#exchange = async && matches(absolute) ? new XhrExchange(this, method, absolute) : undefined;
    }

    override setRequestHeader(name: string, value: string): void {
      super.setRequestHeader(name, value);
      this.#exchange?.headers.append(name, value);
    }

    override send(body: XMLHttpRequestBodyInit | Document | null = null): void {
      if (this.#exchange === undefined) super.send(body);
      else this.#exchange.send(body, answer);
    }

    override abort(): void {
      if (this.#exchange?.begun === true) this.#exchange.abort();
      else super.abort();
    }

    override get readyState(): number {
      return this.#exchange?.readyState ?? super.readyState;
    }
    override get status(): number {
      return this.#exchange === undefined ? super.status : (this.#exchange.head?.status ?? 0);
    }
    override get statusText(): string {
      return this.#exchange === undefined ? super.statusText : (this.#exchange.head?.statusText ?? '');
    }
    override get responseURL(): string {
      return this.#exchange === undefined ? super.responseURL : (this.#exchange.head?.url ?? '');
    }
    override get responseText(): string {
      return this.#exchange === undefined ? super.responseText : this.#exchange.text;
    }
    override get response(): unknown {
      return this.#exchange === undefined ? super.response : this.#exchange.body;
    }
    override get responseXML(): Document | null {
      return this.#exchange === undefined ? super.responseXML : null;
    }

    override getResponseHeader(name: string): string | null {
      if (this.#exchange === undefined) return super.getResponseHeader(name);
      return this.#exchange.head?.headers.get(name) ?? null;
    }

    override getAllResponseHeaders(): string {
      if (this.#exchange === undefined) return super.getAllResponseHeaders();
      return [...(this.#exchange.head?.headers ?? [])]
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('');
    }
  }

  globalThis.XMLHttpRequest = PageXhr;
  return () => {
    if (globalThis.XMLHttpRequest === PageXhr) globalThis.XMLHttpRequest = Native;
  };
}
