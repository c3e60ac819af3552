import type { ChatCompletionFunctionTool } from 'openai/resources/chat/completions';

/**
 * The tools that make Meilisearch report what it does. They are never "called": Meilisearch runs its searches
 * itself and sends these as events in the stream. It recognises them by name alone; the schemas are for readers.
 */
export const MEILISEARCH_TOOLS: ChatCompletionFunctionTool[] = [
  tool('_meiliSearchProgress', 'Reports that a search starts.', {
    call_id: { type: 'string', description: 'Ties the search to its sources.' },
    function_name: { type: 'string', description: 'The function that runs, `_meiliSearchInIndex`.' },
    function_arguments: { type: 'string', description: 'Its arguments as JSON: index_uid, q, filter.' },
  }),
  tool('_meiliSearchSources', 'Delivers the documents that a search found.', {
    call_id: { type: 'string', description: 'The search they belong to.' },
    sources: { type: 'array', items: { type: 'object' }, description: 'The documents, best first.' },
  }),
  tool('_meiliAppendConversationMessage', 'Asks to keep a message for the next request.', {
    role: { type: 'string', description: 'Who speaks: `assistant` or `tool`.' },
    content: { type: 'string', description: 'The result of a search, as the model read it.' },
    tool_calls: {
      type: ['array', 'null'],
      items: { type: 'object' },
      description: 'The searches asked for.',
    },
    tool_call_id: { type: ['string', 'null'], description: 'The search that this is the result of.' },
  }),
];

function tool(
  name: string,
  description: string,
  properties: Record<string, unknown>,
): ChatCompletionFunctionTool {
  const parameters = {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  return { type: 'function', function: { name, description, parameters, strict: true } };
}
