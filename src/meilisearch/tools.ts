import type { ChatRequest, FunctionDefinition } from './chat-request.ts';
import { type MeiliError, meiliError } from './errors.ts';
import { MEILI_TOOLS } from './tool-names.ts';

export { MEILI_TOOLS };

/** The function that Meilisearch offers to the model. A request may not declare one of that name. */
export const SEARCH_TOOL = '_meiliSearchInIndex';

const EVENT_TOOLS: readonly string[] = Object.values(MEILI_TOOLS);

/** Meilisearch's own tools are reported, not called. */
export function isMeiliTool(name: string): boolean {
  return name.startsWith('_meili');
}

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

/** The functions of the client's own that a model may call. */
export function functionsOf({ tools, functions }: ChatRequest): readonly FunctionDefinition[] {
  const external = (tools ?? []).map((tool) => tool.function).filter(({ name }) => !isMeiliTool(name));
  return [...external, ...(functions ?? [])];
}

/** Whether the request has `functions`, which came before `tools`, and no tools. */
export function isLegacy({ tools, functions }: ChatRequest): boolean {
  return (functions ?? []).length > 0 && (tools ?? []).length === 0;
}

/** The function that the request demands to be called, if a model can call it. */
export function demandedFunction(request: ChatRequest): FunctionDefinition | undefined {
  const functions = functionsOf(request).filter(isCallable);
  const demanded = demandedName(request);
  if (demanded === undefined) return request.tool_choice === 'required' ? functions[0] : undefined;
  const wanted = functions.find(({ name }) => name === demanded) ?? { name: demanded };
  return isCallable(wanted) ? wanted : undefined;
}

/** A name that OpenAI does not allow would break the answer. */
function isCallable({ name }: FunctionDefinition): boolean {
  return !isMeiliTool(name) && /^[a-zA-Z0-9_-]{1,64}$/.test(name);
}

function demandedName({ tool_choice: choice, function_call: call }: ChatRequest): string | undefined {
  if (typeof choice === 'object' && choice !== null) return choice.function.name;
  return typeof call === 'object' ? call?.name : undefined;
}
