import { networkInterfaces } from 'node:os';
import type { Scenario } from '../scenario/scenario.ts';
import type { ServeArguments } from './arguments.ts';
import type { Style } from './io.ts';
import { curlCommand, sampleFor } from './sample-request.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { counted } from './text.ts';

/** A server that has started, as the banner describes it. */
export interface Started {
  readonly version: string;
  readonly url: string;
  readonly scenarios: readonly Scenario[];
  /** How many warnings there are about them. */
  readonly warnings: number;
  /** Where they come from, in the user's words. */
  readonly from: string;
  /** A key that lets a chat request in. */
  readonly key: string;
  /** How many keys there are; 0: any bearer token is right. */
  readonly keys: number;
  readonly args: ServeArguments;
  /** Whether keys are read from the terminal. */
  readonly interactive: boolean;
}

/** The message of a server that has started: 80 columns wide, with a request that can be pasted into a shell. */
export function bannerLines(started: Started, style: Style): string[] {
  const { version, url, scenarios, args, key, interactive } = started;
  const sample = sampleFor(scenarios, { workspaces: args.workspaces, used: args.scenario });
  const shortcuts = SHORTCUTS.map(({ key, hint }) => `${style('bold', key)} ${style('dim', hint)}`);
  return [
    '',
    `  ${style('bold', 'meilisearch-chat-mock')} ${style('dim', version)}`,
    '',
    `  ${style('green', '➜')}  ${style('bold', style('cyan', url))}`,
    `     ${style('dim', 'panel')} ${style('cyan', panelUrl(url))}`,
    ...networkUrls(args.host, url).map((one) => `     ${style('dim', 'network')} ${one}`),
    ...facts(started, style).map((fact) => `     ${fact}`),
    '',
    `  ${style('dim', 'Try it:')}`,
    '',
    ...curlCommand(url, key, sample).map((line) => `  ${line}`),
    '',
    ...(interactive ? [...inLines(shortcuts, style('dim', ' · ')), ''] : []),
  ];
}

/** The control panel of a mock. */
export const panelUrl = (url: string): string => `${url.replace('//127.0.0.1:', '//localhost:')}/__mock/`;

/** Under which URLs other machines reach a mock that listens to all. */
function networkUrls(host: string, url: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [];
  const { port } = new URL(url);
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return all
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => `http://${address}:${port}`);
}

/** How many of the keys a line of 80 columns has room for. */
const KEYS_A_LINE = 5;

function inLines(parts: readonly string[], separator: string): string[] {
  if (parts.length === 0) return [];
  const rest = inLines(parts.slice(KEYS_A_LINE), separator);
  return [`  ${parts.slice(0, KEYS_A_LINE).join(separator)}`, ...rest];
}

function facts({ scenarios, warnings, from, keys, args }: Started, style: Style): string[] {
  const warned = warnings === 0 ? '' : ` · ${style('yellow', counted(warnings, 'warning'))}`;
  const settings = [
    `profile ${args.profile}`,
    ...(args.speed === 1 ? [] : [args.speed === 0 ? 'no waiting' : `speed ${args.speed}`]),
    ...(args.seed === undefined ? [] : [`seed ${args.seed}`]),
    ...(args.chaos === undefined ? [] : ['chaos']),
    ...(keys === 0 ? [] : [counted(keys, 'key')]),
    ...(args.workspaces.length === 0 ? [] : [counted(args.workspaces.length, 'workspace')]),
    ...(args.errors ? ['errors for what is not matched'] : []),
  ];
  return [
    `${counted(scenarios.length, 'scenario')} from ${from}${warned}`,
    ...(args.scenario === undefined ? [] : [`${style('cyan', args.scenario)} answers, whatever is asked`]),
    ...passedOn(args, style),
    style('dim', settings.join(' · ')),
    ...(/^(?:localhost|127\..*|::1)$/i.test(args.host) ? [] : [style('yellow', network(args.controlKey))]),
  ];
}

/** What goes on to which server. */
function passedOn({ proxy, proxyChat }: ServeArguments, style: Style): string[] {
  const chats = proxyChat === undefined ? undefined : proxyChat || proxy;
  return [
    ...(chats === undefined ? [] : [`chats that no scenario is chosen for go on to ${style('cyan', chats)}`]),
    ...(proxy === undefined ? [] : [`what is not mocked goes on to ${style('cyan', proxy)}`]),
  ];
}

/** Who can steer a mock that other machines reach. */
const network = (controlKey: string | undefined) =>
  controlKey === undefined
    ? 'open to the network: anyone can steer it; --control-key KEY asks for a key'
    : 'open to the network: other machines need the control key to steer it';
