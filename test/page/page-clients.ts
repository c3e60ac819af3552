/** How the requests of a conversation are sent by a page, and how the mock in it is steered. */
import type { Page } from '@playwright/test';
import type { Steered } from '../gallery/converse.ts';
import { chatHeaders, type Enough } from '../kit/chat.ts';
import type { HostClient } from '../kit/host-clients.ts';

/** Of a host that does not exist. */
const URL_ASKED = 'http://meilisearch.example/chats/main/chat/completions';

/** A response as a page has it; the chunks as base64. */
interface Seen {
  readonly status: number;
  readonly headers: [string, string][];
  readonly chunks: string[];
  readonly broken: boolean;
}

/** A request, for what runs in the page. */
interface Asked {
  readonly url: string;
  readonly body: string;
  readonly headers: Record<string, string>;
  /** Whether to ask after each chunk if it is enough. */
  readonly mayLeave: boolean;
}

/** Asks `window.enough` after each chunk whether the client is to leave. */
declare global {
  interface Window {
    enough(chunks: string[]): Promise<boolean>;
  }
}

/** The mock of a page, in `window.chat`. */
export function steered(page: Page): Steered {
  return {
    url: URL_ASKED,
    clock: {
      pauseAt: (target) => page.evaluate((at) => window.chat.clock.pauseAt(at), target),
      paused: () => page.evaluate(() => window.chat.clock.paused()),
      resume: () => page.evaluate(() => window.chat.clock.resume()),
    },
    holds: { release: (name) => page.evaluate((hold) => window.chat.holds.release(hold), name) },
  };
}

const decoded = (chunk: string) => Buffer.from(chunk, 'base64');

/** Clients that ask in a page: by `fetch`, or by `XMLHttpRequest`. */
export async function pageClients(page: Page): Promise<Record<'fetch' | 'xhr', HostClient>> {
  let leaves: Enough | undefined;
  await page.exposeFunction(
    'enough',
    (chunks: string[]) => leaves?.(Buffer.concat(chunks.map(decoded)).toString()) ?? false,
  );
  const client =
    (ask: (init: Asked) => Promise<Seen>): HostClient =>
    async (url, body, { headers, enough }) => {
      leaves = enough;
      const mayLeave = enough !== undefined;
      const init = { url, body: JSON.stringify(body), headers: { ...chatHeaders, ...headers }, mayLeave };
      const seen = await page.evaluate(ask, init);
      const chunks = seen.chunks.map(decoded);
      return { ...seen, headers: Object.fromEntries(seen.headers), chunks, bytes: Buffer.concat(chunks) };
    };
  return { fetch: client(byFetch), xhr: client(byXhr) };
}

/** Runs in the page. */
async function byFetch({ url, mayLeave, ...init }: Asked) {
  const seen = { status: 0, headers: [] as [string, string][], chunks: [] as string[], broken: false };
  try {
    const response = await fetch(url, { method: 'POST', ...init });
    seen.status = response.status;
    seen.headers = [...response.headers];
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
      seen.chunks.push(btoa(String.fromCharCode(...read.value)));
      if (mayLeave && (await window.enough(seen.chunks))) await reader?.cancel();
    }
  } catch {
    seen.broken = true;
  }
  return seen;
}

/** Runs in the page. */
function byXhr({ url, body, headers, mayLeave }: Asked) {
  const seen = { status: 0, headers: [] as [string, string][], chunks: [] as string[], broken: false };
  return new Promise<typeof seen>((resolve) => {
    const xhr = new XMLHttpRequest();
    let length = 0;
    xhr.onreadystatechange = async () => {
      if (xhr.readyState === 2) {
        const lines = xhr.getAllResponseHeaders().trim().split('\r\n');
        seen.headers = lines.map((line) => line.split(': ') as [string, string]);
        seen.status = xhr.status;
      }
      if (xhr.readyState !== 3) return;
      const more = new TextEncoder().encode(xhr.responseText.slice(length));
      length = xhr.responseText.length;
      if (more.length > 0) seen.chunks.push(btoa(String.fromCharCode(...more)));
      if (mayLeave && (await window.enough(seen.chunks))) xhr.abort();
    };
    xhr.onerror = () => {
      seen.broken = true;
    };
    xhr.onloadend = () => resolve(seen);
    xhr.open('POST', url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}
