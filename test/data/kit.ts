import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ServerOptions } from '../../src/hosts/server/options.ts';
import { type ChatMockServer, createServer } from '../../src/hosts/server/server.ts';

/** A folder with these files, gone when the test is. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat-mock-data-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) save(folder, name, text);
  return folder;
}

export function save(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** A server that listens until the test ends. */
export async function serverOf(options: ServerOptions): Promise<ChatMockServer> {
  const server = createServer({ speed: 0, ...options });
  onTestFinished(() => server.close());
  await server.listen();
  return server;
}

export const FILMS = [
  {
    id: 1,
    title: 'Primer',
    year: 2004,
    genres: ['Science Fiction'],
    overview: 'Two engineers travel in time.',
  },
  {
    id: 2,
    title: 'Interstellar',
    year: 2014,
    genres: ['Drama'],
    overview: 'A crew looks for a home in space.',
  },
  { id: 3, title: 'Contact', year: 1997, genres: ['Drama'], overview: 'A signal from space changes a life.' },
  { id: 4, title: 'Amélie', year: 2001, genres: ['Comedy'], overview: 'Small kindnesses in Montmartre.' },
];
