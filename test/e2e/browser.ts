import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

/** A Chromium to test with. */
export interface Browser {
  /** Undefined: Playwright's own, which it finds by itself. */
  readonly executablePath: string | undefined;
  readonly name: string;
}

/** Names of Chromium on the PATH, the likeliest first. */
const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA].flatMap(
    (folder) =>
      folder === undefined
        ? []
        : [
            join(folder, 'Google/Chrome/Application/chrome.exe'),
            join(folder, 'Microsoft/Edge/Application/msedge.exe'),
          ],
  ),
];

/** The browser that `CHROME_PATH` names, or Playwright's own, or one of this machine. */
export function findBrowser(): Browser | undefined {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') return { executablePath: named, name: `${named} (CHROME_PATH)` };
  const own = chromium.executablePath();
  if (existsSync(own)) return { executablePath: undefined, name: `Playwright's own Chromium (${own})` };
  const found = [...onPath(), ...ELSEWHERE].find((file) => existsSync(file));
  return found === undefined
    ? undefined
    : { executablePath: found, name: `the Chromium of this machine (${found})` };
}

/**
 * The browser to test with; when there is none, one is installed: Playwright's, or else Debian's. Says which it is.
 *
 * @throws Error when no browser can be had
 */
function ensureBrowser(): Browser {
  const browser = findBrowser() ?? installBrowser();
  say(`Testing in ${browser.name}.`);
  return browser;
}

/** How Playwright starts that browser. */
export function launchOptions(...args: string[]): LaunchOptions {
  const { executablePath } = ensureBrowser();
  return { args, ...(executablePath === undefined ? {} : { executablePath }) };
}

function installBrowser(): Browser {
  for (const [command = '', ...args] of installers()) {
    say(`No Chromium found. Trying: ${[command, ...args].join(' ')}`);
    const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
    const installed = status === 0 ? findBrowser() : undefined;
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The end-to-end tests need a Chromium, and none could be found or installed. Install one ' +
      '(npx playwright install chromium), or say where it is: CHROME_PATH=/path/to/chrome npm run test:e2e',
  );
}

/** Once a run: Playwright loads its config in every worker again. */
function say(line: string): void {
  if (process.env.TEST_WORKER_INDEX === undefined) console.error(line);
}

/** Playwright's browser, with the system's libraries where we may install those; or else Debian's. */
function installers(): string[][] {
  const debian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (!debian) return [['npx', 'playwright', 'install', 'chromium']];
  return [
    ['npx', 'playwright', 'install', '--with-deps', 'chromium'],
    ['sh', '-c', 'apt-get update && apt-get install -y --no-install-recommends chromium'],
  ];
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
}
