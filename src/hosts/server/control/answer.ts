import type { ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import { CONTROL_HEADER, CONTROL_VERSION, statusOf, toErrorBody } from '../../../control/wire.ts';
import { ChatMockError } from '../../../error.ts';
import { meiliError } from '../../../meilisearch/errors.ts';
import type { HeaderList } from '../../../simulator/reply.ts';
import { respond, writeHead } from '../respond.ts';

/** What every answer of the control API says. */
export const CONTROL_HEADERS: HeaderList = [
  [CONTROL_HEADER, CONTROL_VERSION],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
];

/** Answers with JSON; without a value, with nothing. Does nothing when the answer has begun already. */
export function answer(res: Response, value: unknown, status = 200, headers: HeaderList = []): void {
  if (res.destroyed || res.headersSent) return;
  const all = [...CONTROL_HEADERS, ...headers];
  if (value === undefined) respond(res, 204, all);
  else respond(res, status, [['content-type', 'application/json'], ...all], JSON.stringify(value));
}

/** How much of a list is written at once, in characters. */
const PART = 65_536;

/**
 * Answers with a list as Meilisearch sends its lists, `{"results":[…]}`: a long one in parts, as its client reads them.
 * Empties the list: the frames of an entry are made when it is written, and would stay with it.
 */
export async function answerList(res: ServerResponse, values: unknown[]): Promise<void> {
  const headers: HeaderList = [['content-type', 'application/json'], ...CONTROL_HEADERS];
  let text = '{"results":[';
  let separator = '';
  while (values.length > 0) {
    text += separator + JSON.stringify(values.shift());
    separator = ',';
    if (text.length < PART) continue;
    if (!res.headersSent) writeHead(res, 200, headers);
    await new Promise<void>((resolve) => {
      res.once('close', resolve);
      res.write(text, () => {
        res.off('close', resolve);
        resolve();
      });
    });
    if (res.destroyed) return;
    text = '';
  }
  text += ']}';
  if (res.headersSent) res.end(text);
  else if (!res.destroyed) respond(res, 200, headers, text);
}

/** An error with a status of its own: what is wrong is the request for it, and not what it asks for. */
export class RequestError extends ChatMockError {
  readonly status: number;
  readonly headers: HeaderList;

  constructor(status: number, message: string, hint: string, headers: HeaderList = []) {
    super('invalid-option', message, { hint });
    this.status = status;
    this.headers = headers;
  }
}

/** Answers with what went wrong. */
export const answerError: ErrorRequestHandler = (error: unknown, _req, res, _next) => {
  if (error instanceof RequestError) {
    answer(res, toErrorBody(error), error.status, error.headers);
  } else if (error instanceof ChatMockError) {
    answer(res, toErrorBody(error), statusOf(error));
  } else if (error instanceof URIError) {
    const wrong = new ChatMockError('invalid-option', `The path is wrong: ${error.message}.`);
    answer(res, toErrorBody(wrong), statusOf(wrong));
  } else {
    const { status, body } = meiliError('internal', error instanceof Error ? error.message : String(error));
    answer(res, body, status);
  }
};
