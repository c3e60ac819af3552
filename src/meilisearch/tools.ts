import type { ChatRequest } from './chat-request.ts';
import { type MeiliError, meiliError } from './errors.ts';

/** The function that Meilisearch offers to the model. A request may not declare one of that name. */
export const SEARCH_TOOL = '_meiliSearchInIndex';

/** The tools by which Meilisearch reports its searches. A request declares those it wants; only the names count. */
export const MEILI_TOOLS = {
  progress: '_meiliSearchProgress',
  append: '_meiliAppendConversationMessage',
  sources: '_meiliSearchSources',
} as const;

const EVENT_TOOLS: readonly string[] = Object.values(MEILI_TOOLS);

/** The error for the first declared tool that the real server does not take. */
export function refusedTool(request: ChatRequest): MeiliError | undefined {
  const name = (request.tools ?? [])
    .map((tool) => tool.function.name)
    .find((tool) => !EVENT_TOOLS.includes(tool));
  if (name === undefined) return undefined;
  if (name === SEARCH_TOOL) return meiliError('bad_request', `${SEARCH_TOOL} function is already defined.`);
  return meiliError(
    'unimplemented_external_function_calling',
    `${name}: External functions are not supported yet.`,
  );
}
