import type { ErrorCode } from './error-codes.ts';

export const ACCEPTED_CONTENT_TYPE = 'Accepted values for the Content-Type header are: `application/json`';

const notAString = (path: string) =>
  `Invalid value type at \`.${path}\`: expected a string, but found a number: \`1\``;

/** The messages of the chat routes, their authorization, their bodies and their searches. */
const TEXTS: Partial<Record<ErrorCode, string>> = {
  bad_parameter: 'Unknown parameter `page`: expected one of `offset`, `limit`',
  bad_request: 'Unknown field `page`: expected one of `offset`, `limit`',
  chat_not_found: 'Chat `movies` not found',
  feature_not_enabled: featureMessage('using the /chats chat completions route'),
  index_not_found: 'Index `movies` not found.',
  internal: 'An internal error has occurred. `Irretrievable state`.',
  invalid_api_key: 'The provided API key is invalid.',
  invalid_chat_completion_api_key: notAString('apiKey'),
  invalid_chat_completion_api_version: notAString('apiVersion'),
  invalid_chat_completion_base_api: notAString('baseUrl'),
  invalid_chat_completion_deployment_id: notAString('deploymentId'),
  invalid_chat_completion_org_id: notAString('orgId'),
  invalid_chat_completion_pre_query_prompt: notAString('preQueryPrompt'),
  invalid_chat_completion_project_id: notAString('projectId'),
  invalid_chat_completion_prompts:
    'Invalid value type at `.prompts`: expected an object, but found a string: `"title"`',
  invalid_chat_completion_search_description_prompt: notAString('prompts.searchDescription'),
  invalid_chat_completion_search_filter_param_prompt: notAString('prompts.searchFilterParam'),
  invalid_chat_completion_search_index_uid_param_prompt: notAString('prompts.searchIndexUidParam'),
  invalid_chat_completion_search_query_param_prompt: notAString('prompts.searchQParam'),
  invalid_chat_completion_source: notAString('source'),
  invalid_chat_completion_system_prompt: notAString('prompts.system'),
  invalid_chat_setting_document_template: 'Invalid template: the template could not be parsed.',
  invalid_content_type: `The Content-Type \`text/plain\` is invalid. ${ACCEPTED_CONTENT_TYPE}`,
  invalid_index_uid: indexUidMessage('not a uid'),
  invalid_search_embedder: 'Cannot find embedder with name `default`.',
  invalid_search_filter: notAString('filter'),
  io_error: 'Input/output error (os error 5)',
  malformed_payload:
    'The json payload provided is malformed. `EOF while parsing a value at line 1 column 1`.',
  missing_authorization_header:
    'The Authorization header is missing. It must use the bearer authorization method.',
  missing_content_type: `A Content-Type header is missing. ${ACCEPTED_CONTENT_TYPE}`,
  missing_master_key:
    'Meilisearch is running without a master key. To access this API endpoint, you must have set a master key at launch.',
  missing_payload: 'A json payload is missing.',
  missing_search_hybrid: 'Invalid request: missing `hybrid` parameter when `vector` is present.',
  no_space_left_on_device:
    'There is no more space left on the device. Consider increasing the size of the disk/partition.',
  payload_too_large: 'JSON payload has exceeded limit (100000000 bytes).',
  template_parsing_error: 'The template could not be parsed.',
  template_rendering_error: 'The template could not be rendered.',
  too_many_open_files: 'Too many open files (os error 24)',
  too_many_search_requests: 'Too many search requests running at the same time: 10. Retry after 10s.',
  unimplemented_external_function_calling: 'get_weather: External functions are not supported yet.',
  unimplemented_multi_choice_chat_completions:
    'You tried to specify n = 2 but only single choices are supported (n = 1).',
  unimplemented_non_streaming_chat_completions: 'Non-streamed chat completions is not implemented',
  vector_embedding_error:
    'While embedding documents for embedder `default`: could not reach embedding server',
};

/** The codes that the chat routes answer with: those that have a text. */
export const CHAT_ROUTE_CODES = /* @__PURE__ */ Object.keys(TEXTS) as readonly ErrorCode[];

/**
 * The message of a code when nothing is known of the request. For a code of other routes it is made of the code's words:
 * `index_already_exists` has "Index already exists."
 */
export function defaultMessage(code: ErrorCode): string {
  return TEXTS[code] ?? sentence(code.replaceAll('_', ' '));
}

const sentence = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

/** @param action the beginning of the sentence */
export function featureMessage(action: string): string {
  return `${action} requires enabling the \`chat completions\` experimental feature. See https://github.com/orgs/meilisearch/discussions/835`;
}

export function indexUidMessage(uid: string): string {
  return `\`${uid}\` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.`;
}
