import { parsedJson } from '../json.ts';
import { meiliError } from '../meilisearch/errors.ts';
import type { Plan } from '../plan/types.ts';
import type { ResponseIds } from '../playback/item.ts';
import { cutBody } from '../session/cut.ts';
import type { Recording } from '../session/recording.ts';
import { baseUrl } from '../upstream/base-url.ts';
import type { ProxyChat } from '../upstream/exchange.ts';
import { chatUrl, type OpenChat, openChat } from '../upstream/open-chat.ts';
import type { Read } from '../upstream/read-chat.ts';
import { reasonOf, troubleOf } from '../upstream/trouble.ts';
import type { IncomingRequest, RouteOptions } from './chat.ts';
import { type HeaderList, noReply, type Reply, wholeReply } from './reply.ts';

/** A real server has made its own. */
const NO_IDS: ResponseIds = { id: String, created: Number, callId: String, uuid: String };

/** Sends a chat on to a real server: its answer is played while it comes. */
export async function passChatOn(
  incoming: IncomingRequest,
  workspace: string,
  bytes: Uint8Array,
  to: ProxyChat,
  options: RouteOptions,
): Promise<Reply> {
  const { request, target, session, host, headers, encoding } = incoming;
  const upstream = { ...to, url: baseUrl(to.url, 'proxyChat') };
  const text = new TextDecoder().decode(bytes);
  const body = parsedJson(text);
  const asked = { method: 'POST', path: target.path, headers: request.headers };
  const recording = session.record({ ...asked, ...cutBody(bytes, body ?? text) });
  Object.assign(recording, { workspace, upstream: upstream.url, why: `it went on to ${upstream.url}` });
  const began = session.clock.now();
  const signal = request.signal?.();
  let chat: OpenChat;
  try {
    const timeout = options.proxyTimeout;
    chat = await openChat(upstream, { workspace, headers: request.headers, body: bytes, timeout, signal });
  } catch (error) {
    if (signal?.aborted === true) {
      session.ended(recording, { type: 'left' });
      return noReply();
    }
    const { status, code, message } = troubleOf(error, 'POST', chatUrl(upstream, workspace), 'proxyChat');
    recording.warnings = [message];
    session.answered(recording, status);
    const { headers: ofError, body } = meiliError(code, message);
    return wholeReply(status, [...headers, ...Object.entries(ofError)], JSON.stringify(body), encoding);
  }
  const { plan } = chat;
  const asSpec = { ...asked, method: 'post', body };
  const last = async () => {
    const read = await chat.over;
    if (read.ending === 'broken') note(recording, `the upstream broke off: ${reasonOf(read.why)}`);
    // Another kind of server has another document.
    if (upstream.kind !== 'openai') recording.violations = await options.proofs.ofPlan(plan, asSpec, NO_IDS);
  };
  void chat.over.then((read) => tell(read, plan, { recording, workspace, body, options }));
  const bursts = session.play(plan, NO_IDS, recording, { host, began, last });
  const { status, mode } = plan;
  return {
    ...{ status, headers: joined(headers, plan.headers), mode, bursts },
    encoding: mode === 'stream' ? 'identity' : encoding,
  };
}

/** What CORS says is the mock's, since it is the mock that a page asks; all else is of the real server. */
function joined(own: HeaderList, upstream: Readonly<Record<string, string>>): HeaderList {
  const names = new Set(own.map(([name]) => name));
  const others = Object.entries(upstream).filter(
    ([name]) => !names.has(name) && !name.startsWith('access-control-'),
  );
  return [...own, ...others];
}

const note = (recording: Recording, warning: string) => {
  recording.warnings = [...recording.warnings, warning];
};

interface Told {
  readonly recording: Recording;
  readonly workspace: string;
  /** The JSON body of the request. */
  readonly body: unknown;
  readonly options: RouteOptions;
}

/** Tells of a chat that is over. */
function tell({ frames, ending }: Read, plan: Plan, { recording, workspace, body, options }: Told): void {
  const { onExchange } = options;
  if (onExchange === undefined) return;
  const { headers, status } = plan;
  const shown = recording.redacted({ headers, body });
  const open = Object.entries(headers).filter(([name, value]) => shown.headers[name] === value);
  try {
    onExchange({
      ...{ workspace, request: shown.body, status, headers: Object.fromEntries(open), frames, ending },
    });
  } catch (error) {
    note(recording, `onExchange threw: ${reasonOf(error)}`);
  }
}
