import { spawn } from 'node:child_process';
import process from 'node:process';

const COMMANDS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Shows a page in the browser of this machine, if it has one. */
export function openInBrowser(url: string): void {
  const [command = '', ...args] = COMMANDS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  // Where there is no browser, the URL is in the banner.
  child.on('error', () => undefined);
  child.unref();
}
