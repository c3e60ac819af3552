import { join } from 'node:path';
import type { Case } from './case.ts';
import { differences } from './differences.ts';
import { loadBodyParserCases, loadCases } from './load-cases.ts';
import { replay, type Target } from './replay.ts';

/** What to try, and on which server. */
export interface Trial {
  readonly url: string;
  /** The master key; undefined when the server has none. */
  readonly key: string | undefined;
  /** The folder of the cases; the body parser's are in `serde.json` beside it. */
  readonly cases: string;
  /** Only cases whose section or name contains this text. */
  readonly only?: string;
}

export interface Verdict {
  readonly same: number;
  readonly different: number;
  readonly skipped: number;
}

/**
 * Replays the cases against a server, and prints where its answers differ.
 *
 * @throws Error when the server does not answer
 */
export async function conform(trial: Trial, print: (text: string) => void): Promise<Verdict> {
  const { url, key, only = '' } = trial;
  const target: Target = { url, key: key ?? 'no-key-is-set' };
  const site: Site = { hasKey: key !== undefined, everyWorkspace: await everyWorkspaceExists(target) };
  const all = [...loadCases(trial.cases), ...loadBodyParserCases(join(trial.cases, '../serde.json'))];
  const chosen = all.filter(({ name, section }) => `${section}: ${name}`.includes(only));
  const skipped = new Map<string, number>();
  let [same, different] = [0, 0];
  for (const one of chosen) {
    const reason = reasonToSkip(one, site);
    if (reason !== undefined) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      continue;
    }
    const found = differences(one.response, await settled(one, target));
    if (found.length === 0) {
      same++;
      continue;
    }
    different++;
    print(`\n✗ ${one.section}: ${one.name}\n${found.map((line) => `    ${line}`).join('\n')}`);
  }
  await ask(target, { method: 'DELETE', target: '/chats/conformance' });
  for (const [reason, count] of skipped) print(`\n- ${count} skipped: ${reason}`);
  return { same, different, skipped: [...skipped.values()].reduce((total, count) => total + count, 0) };
}

/** What is known of a server before any case is replayed. */
interface Site {
  readonly hasKey: boolean;
  readonly everyWorkspace: boolean;
}

/** What a case needs of its server that a client cannot set up; undefined: nothing. */
export function reasonToSkip({ server, response }: Case, site: Site): string | undefined {
  if (server.scenario !== undefined) return 'needs a scripted model';
  if (server.bodyLimit !== undefined) return 'needs a small limit for bodies';
  if (Array.isArray(server.keys)) return 'needs keys of its own';
  if (server.keys === 'none' && site.hasKey) return 'needs a server without a master key';
  const unknown =
    response !== 'dropped' && response.status === 404 && response.body.includes('chat_not_found');
  if (unknown && site.everyWorkspace) return 'needs a server on which not every workspace exists';
  return undefined;
}

/** Replays a case, and turns on again what it turned off. */
async function settled(one: Case, target: Target) {
  const answer = await replay(one, target);
  if (one.setup.some((request) => request.target === '/experimental-features')) await turnOn(target);
  return answer;
}

async function turnOn(target: Target): Promise<void> {
  await ask(target, {
    method: 'PATCH',
    target: '/experimental-features',
    headers: ['content-type: application/json'],
    body: '{"chatCompletions":true}',
  });
}

async function everyWorkspaceExists(target: Target): Promise<boolean> {
  await turnOn(target);
  const answer = await ask(target, { method: 'GET', target: '/chats/conformance-nobody' });
  if (answer === 'dropped') throw new Error(`${target.url} does not answer.`);
  return answer.status === 200;
}

function ask(target: Target, request: Case['request']) {
  const headers = ['authorization: Bearer {key}', ...(request.headers ?? [])];
  return replay(
    { name: '', section: '', server: {}, setup: [], request: { ...request, headers }, response: 'dropped' },
    target,
  );
}
