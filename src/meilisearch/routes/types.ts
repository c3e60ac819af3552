import type { ReceivedRequest } from '../body/payload.ts';
import type { Shape } from '../body/shape.ts';
import type { Page, PageCodes } from './pagination.ts';
import type { Instance } from './state.ts';

/** A request to one of Meilisearch's routes, and the server that it reached. */
export interface MeiliFacts extends ReceivedRequest {
  /** In capitals. */
  readonly method: string;
  /** Percent-encoded, without query, session prefix and trailing slash. */
  readonly path: string;
  /** Without its `?`. */
  readonly query: string;
  /** The value of a body that is JSON. Asked for once it is known to be. */
  json(): unknown;
  readonly instance: Instance;
}

/** An answer. Its body is to be written as compact JSON; there is none where it is undefined. */
export interface MeiliReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A request that passed the checks of its route. */
interface Call<Body> {
  readonly instance: Instance;
  /** What stands for the `{…}` of the path, percent-decoded; empty when there is none. */
  readonly uid: string;
  /** What a route with `page` was asked for. */
  readonly page: Page;
  /** The JSON body of a route with `body`: it is of that shape. */
  readonly body: Body;
}

/** One row of the table of routes. What it demands is checked in the order of these properties. */
export interface MeiliRoute<Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As in the OpenAPI document, with at most one parameter: `/chats/{workspace_uid}`. */
  readonly path: string;
  /** What a key must be allowed to do; without it no key is asked for. */
  readonly action?: string;
  /** It is a list: the codes of `offset` and `limit`. */
  readonly page?: PageCodes;
  readonly body?: Shape<Body>;
  /** It needs the experimental feature `chatCompletions`: how a refusal begins. */
  readonly feature?: string;
  handle(call: Call<Body>): MeiliReply;
}

/** A row whose handler gets a body of the type of its shape. */
export const routeWithBody = <Body>(route: MeiliRoute<Body>): MeiliRoute => route;
