/** The document that Prism holds requests and replies against. Read when the package is built; the runtime loads the result. */
/// <reference path="./overlays.d.ts" />
import { readFile } from 'node:fs/promises';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import type { IHttpOperation } from '@stoplight/types';
import { applyOverlay } from 'openapi-overlays-js/src/overlay.js';
import { parse } from 'yaml';

export interface OverlayAction {
  readonly target: string;
  readonly description?: string;
  readonly update?: object;
  readonly remove?: boolean;
}

export interface Overlay {
  readonly overlay: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly actions: readonly OverlayAction[];
}

/** Reads a YAML file of the `openapi` folder. */
export async function readYaml(file: URL): Promise<object> {
  return parse(await readFile(file, 'utf8')) as object;
}

/**
 * Applies an overlay, action by action.
 *
 * @throws an Error naming the action that changed nothing. The library passes over a target that is not in the
 * document, and after a new version of the vendor's document that would go unseen.
 */
export function overlay(document: object, { actions }: Overlay): object {
  let result = structuredClone(document);
  let before = JSON.stringify(result);
  for (const [index, action] of actions.entries()) {
    result = applyOverlay(result, { actions: [action] });
    const after = JSON.stringify(result);
    if (after === before) throw new Error(`Action ${index} of the overlay changes nothing: ${action.target}`);
    before = after;
  }
  return result;
}

/** What only readers of the document need. Each is an annotation if its value is of this type, and else the name of a property. */
const ANNOTATIONS: Readonly<Record<string, (value: unknown) => boolean>> = {
  description: isString,
  summary: isString,
  title: isString,
  id: isString,
  iid: isString,
  key: isString,
  examples: Array.isArray,
  tags: Array.isArray,
  extensions: () => true,
  securityDeclarationType: isString,
  'x-stoplight': () => true,
};

/** The operations of a document, resolved by Prism, without what validation does not read. */
export async function resolveOperations(document: object): Promise<IHttpOperation[]> {
  const json = JSON.stringify(
    await getHttpOperationsFromSpec(structuredClone(document)),
    (key, value: unknown) => (ANNOTATIONS[key]?.(value) ? undefined : value),
  );
  const operations: IHttpOperation[] = JSON.parse(json);
  for (const { request } of operations) {
    // That a segment of the path is a string cannot fail, and to see it Prism compiles a function at each request.
    if (request?.path?.every(({ schema = {} }) => isAnyString(schema))) delete request.path;
  }
  return operations;
}

/** The vendor's document with our overlay, as operations. `openapi` is the folder of both, with a slash at its end. */
export async function buildOperations(openapi: URL): Promise<IHttpOperation[]> {
  const vendor = await readYaml(new URL('meilisearch.yaml', openapi));
  const additions = (await readYaml(new URL('overlay.yaml', openapi))) as Overlay;
  return resolveOperations(overlay(vendor, additions));
}

function isAnyString({ $schema: _, ...keywords }: { readonly $schema?: string | undefined }): boolean {
  return JSON.stringify(keywords) === '{"type":"string"}';
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
