import type { ChatRequest, FunctionDefinition } from './chat-request.ts';

/** The functions of the client's own that a model may call. */
export function functionsOf(body: ChatRequest): readonly FunctionDefinition[] {
  const external = (body.tools ?? [])
    .map((tool) => tool.function)
    .filter(({ name }) => !name.startsWith('_meili'));
  return [...external, ...(body.functions ?? [])];
}

/** Whether the request speaks of `functions`, which came before `tools`. */
export function isLegacy(body: ChatRequest): boolean {
  return (body.functions ?? []).length > 0 && (body.tools ?? []).length === 0;
}

/** The function that the request insists on being called, if a model can call it. */
export function demandedFunction(body: ChatRequest): FunctionDefinition | undefined {
  const functions = functionsOf(body).filter(isCallable);
  const named = namedFunction(body);
  if (named === undefined) return body.tool_choice === 'required' ? functions[0] : undefined;
  const wanted = functions.find(({ name }) => name === named) ?? { name: named };
  return isCallable(wanted) ? wanted : undefined;
}

/** Meilisearch's own tools are told of, not called; and a name that is none would break the answer. */
function isCallable({ name }: FunctionDefinition): boolean {
  return !name.startsWith('_meili') && /^[a-zA-Z0-9_-]{1,64}$/.test(name);
}

function namedFunction(body: ChatRequest): string | undefined {
  if (typeof body.tool_choice === 'object' && body.tool_choice !== null)
    return body.tool_choice.function.name;
  if (typeof body.function_call === 'object' && body.function_call !== null) return body.function_call.name;
  return undefined;
}
