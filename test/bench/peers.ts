import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS, type Answer, WORD } from './answers.ts';

/** A server that is measured. */
export interface Peer {
  readonly name: 'ours' | 'aimock';
  /** Where chat requests go. */
  readonly path: string;
  /** The arguments of `node` that start it with the answers of {@link ANSWERS}. */
  args(port: number): string[];
  /** What asks for an answer that is not paced. */
  readonly message: string;
  /** The same with what it would be started with in earnest: for us, the gallery. */
  readonly start: Pick<Peer, 'path' | 'args' | 'message'>;
}

/** The built package. `cli` may be that of another build, to compare. */
export function ours(folder: string, cli = 'dist/cli.js'): Peer {
  const scenarios = join(folder, 'scenarios');
  mkdirSync(scenarios, { recursive: true });
  for (const answer of Object.values(ANSWERS)) {
    const file = join(scenarios, `${nameOf(answer)}.json`);
    writeFileSync(file, JSON.stringify(scenarioOf(answer)));
  }
  const options = (port: number) => ['--port', String(port), '--log-level', 'error'];
  return {
    name: 'ours',
    path: '/chats/bench/chat/completions',
    args: (port) => [cli, scenarios, ...options(port)],
    message: ANSWERS.plain.message,
    // An answer that the gallery gives all at once.
    start: {
      path: '/chats/fast-burst/chat/completions',
      args: (port) => [cli, ...options(port)],
      message: 'ten films',
    },
  };
}

export function aimock(folder: string): Peer {
  const file = join(folder, 'aimock.json');
  writeFileSync(file, JSON.stringify({ fixtures: Object.values(ANSWERS).map(fixtureOf) }));
  const cli = 'node_modules/@copilotkit/aimock/dist/cli.js';
  const args = (port: number) => [cli, '-p', String(port), '-f', file, '--log-level', 'warn'];
  const same = { path: '/v1/chat/completions', args, message: ANSWERS.plain.message };
  return { name: 'aimock', ...same, start: same };
}

function nameOf({ message }: Answer): string {
  return message.replace(' ', '-');
}

function scenarioOf(answer: Answer) {
  const { message, tokens, ttft, tps } = answer;
  return {
    name: nameOf(answer),
    match: { message },
    pace: { ttft, tps },
    reply: [{ text: WORD.repeat(tokens) }],
  };
}

function fixtureOf({ message, tokens, ttft, tps }: Answer) {
  return {
    match: { userMessage: message },
    response: { content: WORD.repeat(tokens) },
    chunkSize: WORD.length,
    ...(tps === 0 ? {} : { streamingProfile: { ttft, tps } }),
  };
}
