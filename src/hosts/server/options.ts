import type { ApiKey } from '../../meilisearch/auth.ts';
import type { Profile } from '../../meilisearch/chat-request.ts';
import type { ScenarioInput } from '../../scenario/schema.ts';
import type { OnUnmatched } from '../../simulator.ts';

/** What a mock server is made of. */
export interface ServerOptions {
  /** Files and folders of scenarios, scenarios as objects or builders, or a mix. Default: none. */
  readonly scenarios?: string | readonly (string | ScenarioInput | { build(): ScenarioInput })[];
  /** The scenario that answers unless a request names another. */
  readonly scenario?: string;
  /** Reload scenario files when they change. Default false. */
  readonly watch?: boolean;
  /** `spec` (default) answers whatever the OpenAPI document permits; `server` answers as the real server does. */
  readonly profile?: Profile;
  /** Virtual seconds a real second; 0 does not wait at all. Default 1. */
  readonly speed?: number;
  /** Fixes ids, times and made-up text. */
  readonly seed?: number;
  /** Keys that let a request in. None: any bearer token does. A text is a key with all rights. */
  readonly apiKeys?: readonly (string | ApiKey)[];
  /** The workspaces that exist. None: all do. */
  readonly workspaces?: readonly string[];
  /** What a request gets that no scenario is for. Default `generate`. */
  readonly onUnmatched?: OnUnmatched;
  /** The largest request body, in bytes. Default 100 MB, as the real server's. */
  readonly bodyLimit?: number;
  /** How many requests a session remembers. Default 500. */
  readonly journalLimit?: number;
  /** Origins, besides those of this machine, whose pages may drive the mock; their hosts may name it. Default: none. */
  readonly allowedOrigins?: readonly string[];
  /** Real ms after which an idle session is forgotten. Default 10 minutes. */
  readonly idleSession?: number;
}
