import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChatMockError } from '../error.ts';
import { shown } from '../hosts/server/find-files.ts';
import { packageVersion } from '../hosts/server/package.ts';
import { RecordedFiles } from '../hosts/server/recorded-files.ts';
import { createMockServer } from '../hosts/server/server.ts';
import { Recorder } from '../record/recorder.ts';
import { createRedaction } from '../record/redact.ts';
import type { Exchange } from '../upstream/exchange.ts';
import type { RecordArguments } from './arguments.ts';
import type { Io, Style } from './io.ts';
import { createLog } from './log.ts';
import { problemLines } from './problems.ts';
import { recordedLine } from './recorded-lines.ts';
import { logRequests } from './requests.ts';
import { stopOnSignal } from './stop.ts';
import { counted } from './text.ts';
import { type RecordedServer, recordedServer } from './upstream.ts';
import { writtenProblems } from './written-problems.ts';

/** What an open chat has brought is told soon after its connection is closed, in ms. */
const LAST_WORDS = 200;

/** Passes chats on to a real server, and writes each as a scenario, until a signal stops it. */
export async function record(args: RecordArguments, io: Io): Promise<number> {
  const server = recordedServer(args);
  const redaction = createRedaction(args.redact, args.key === undefined ? [] : [args.key]);
  const files = new RecordedFiles(resolve(io.cwd, args.out));
  const recorder = new Recorder({ redaction, taken: await files.names() });
  const log = createLog(io, 'warn');
  const { style } = log;
  let written = 0;

  const write = async (exchange: Exchange) => {
    const named = args.workspace === undefined ? exchange : { ...exchange, workspace: args.workspace };
    const made = await recorder.add(named);
    const file = files.write(made);
    written++;
    const problems = await writtenProblems(made.yaml, file, mock.simulator);
    log.notice(`  ${recordedLine(made, shown(file), style)}`, ...problemLines(problems, style));
  };
  // One after the other: an exchange may go on with the one before it.
  let writing = Promise.resolve();
  const onExchange = (exchange: Exchange) => {
    writing = writing
      .then(() => write(exchange))
      .catch((error: unknown) => log.say('error', failure(error, style)));
  };

  const mock = createMockServer({
    ...{ scenarios: [], proxyChat: server.chat, onExchange },
    ...(server.kind === 'meilisearch' ? { proxy: server.chat.url } : {}),
  });
  const stop = stopOnSignal(io);
  const stopped = new Promise((ended) => stop.signal.addEventListener('abort', ended));
  try {
    const url = await mock.server.listen(args.port, args.host);
    logRequests(mock.simulator, log);
    log.notice(...bannerOf(server, url.replace('//127.0.0.1:', '//localhost:'), args.out, style));
    await stopped;
    return 0;
  } catch (error) {
    if (!(error instanceof ChatMockError)) throw error;
    log.say('error', failure(error, style));
    return 1;
  } finally {
    await mock.server.close();
    await sleep(LAST_WORDS);
    await writing;
    if (stop.signal.aborted) log.notice(`  ${counted(written, 'chat')} recorded.`);
    log.flush();
  }
}

function failure(error: unknown, style: Style): string {
  const why = error instanceof Error ? error.message : String(error);
  return `${style('red', '✗')} ${why}`;
}

function bannerOf(
  { chat, kind, workspace }: RecordedServer,
  url: string,
  out: string,
  style: Style,
): string[] {
  return [
    '',
    `  ${style('bold', 'meilisearch-chat-mock')} ${style('dim', packageVersion())} ${style('red', '● recording')}`,
    '',
    `  ${style('green', '➜')}  ${style('bold', style('cyan', `${url}/chats/${workspace}`))}`,
    `     ${style('dim', `the base URL of a client; chats go on to ${chat.url}`)}`,
    `     ${style('dim', `${kind === 'openai' ? 'a server of OpenAI’s kind' : 'a Meilisearch'} · scenarios into ${out}/ · Ctrl-C ends it`)}`,
    '',
  ];
}
