import type { ErrorCode } from './error-codes.ts';
import { deriveMessage } from './error-message-rules.ts';

const INDEX_UID =
  '`not a uid` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.';
const DOCUMENT_ID =
  'A document identifier can be of type integer or string, only composed of alphanumeric characters (a-z A-Z 0-9), hyphens (-) and underscores (_), and can not be more than 511 bytes.';
const FILTERS =
  '`uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`, `afterEnqueuedAt`, `beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`, `afterFinishedAt`';
const ACCEPTED = 'Accepted values for the Content-Type header are: `application/json`';

const notAString = (path: string) =>
  `Invalid value type at \`.${path}\`: expected a string, but found a number: \`1\``;

/** Codes whose text follows no rule. Where a text names something, it names `movies`, or something as innocent. */
const TEXTS: Partial<Record<ErrorCode, string>> = {
  api_key_already_exists:
    '`uid` field value `6062abda-a5aa-4414-ac91-ecd7944c0f8d` is already an existing API key.',
  api_key_not_found: 'API key `6062abda-a5aa-4414-ac91-ecd7944c0f8d` not found.',
  bad_parameter: 'Unknown parameter `page`: expected one of `offset`, `limit`',
  bad_request: 'Unknown field `page`: expected one of `offset`, `limit`',
  database_size_limit_reached: 'Maximum database size has been reached.',
  document_not_found: 'Document `1` not found.',
  dump_already_processing: 'Another dump is already in progress',
  dump_not_found: 'Dump `20260101-120000000` not found.',
  dump_process_failed: 'The dump creation process failed.',
  duplicate_index_found: 'Indexes must be declared only once. `movies` was specified several times.',
  import_task_already_received: 'Import task was already received from this remote.',
  import_task_unknown_remote: 'Import task was received from a remote that is not in the network.',
  receive_import_finished_unknown_remote:
    'The end of an import was received from a remote that is not in the network.',
  import_task_without_network_task: 'Import task was received while no network task is running.',
  index_already_exists: 'Index `movies` already exists.',
  index_creation_failed: 'Index `movies` could not be created.',
  index_not_found: 'Index `movies` not found.',
  index_primary_key_already_exists: 'Index already has a primary key: `id`.',
  index_primary_key_multiple_candidates_found:
    "The primary key inference failed as the engine found 2 fields ending with `id` in their names: 'id' and 'movie_id'. Please specify the primary key manually using the `primaryKey` query parameter.",
  index_primary_key_no_candidate_found:
    'The primary key inference failed as the engine did not find any field ending with `id` in its name. Please specify the primary key manually using the `primaryKey` query parameter.',
  internal: 'An internal error has occurred. `Irretrievable state`.',
  invalid_api_key: 'The provided API key is invalid.',
  invalid_content_type: `The Content-Type \`text/plain\` is invalid. ${ACCEPTED}`,
  invalid_document_fields: 'The document is missing a field used by its template.',
  inconsistent_document_change_headers: 'The headers that describe the document change are inconsistent.',
  invalid_document_geo_field:
    'The `_geo` field in the document with the id: `1` is not an object. Was expecting an object with the `_geo.lat` and `_geo.lng` fields but instead got `"here"`.',
  invalid_document_geojson_field:
    'The `_geojson` field in the document with the id: `1` is not a valid GeoJSON.',
  invalid_header_value: 'Invalid value in header `x-meilisearch-client`.',
  invalid_vector_dimensions: 'Invalid vector dimensions: expected: `3`, found: `2`.',
  invalid_vectors_type:
    'The `_vectors` field in the document with id: `1` is not an object. Was expecting an object with a key for each embedder with manually provided vectors, but instead got `[]`',
  invalid_document_id: `Document identifier \`"a b"\` is invalid. ${DOCUMENT_ID}`,
  invalid_search_embedder: 'Cannot find embedder with name `default`.',
  invalid_similar_embedder: 'Cannot find embedder with name `default`.',
  invalid_index_uid: INDEX_UID,
  invalid_multi_search_federation_options:
    'Using `federationOptions` is not allowed in a non-federated search.\n - Hint: remove `federationOptions` from query #0 or add `federation` to the request.',
  invalid_multi_search_weight:
    'Invalid value at `.queries[0].federationOptions.weight`: the value of `weight` is invalid, expected a positive float (>= 0.0).',
  invalid_search_ranking_score_threshold:
    'Invalid value at `.rankingScoreThreshold`: the value of `rankingScoreThreshold` is invalid, expected a float between `0.0` and `1.0`.',
  invalid_similar_ranking_score_threshold:
    'Invalid value at `.rankingScoreThreshold`: the value of `rankingScoreThreshold` is invalid, expected a float between `0.0` and `1.0`.',
  invalid_search_semantic_ratio:
    'Invalid value at `.hybrid.semanticRatio`: the value of `semanticRatio` is invalid, expected a float between `0.0` and `1.0`.',
  invalid_similar_id: `Invalid value at \`.id\`: the value of \`id\` is invalid. ${DOCUMENT_ID}`,
  facet_search_disabled: 'The facet search is disabled for this index',
  invalid_search_media_and_vector: 'Invalid request: both `media` and `vector` parameters are present.',
  invalid_state: 'The state of the database is invalid.',
  invalid_store_file: 'The database file is in an invalid state.',
  invalid_swap_duplicate_index_found:
    'Indexes must be declared only once during a swap. `movies` was specified several times.',
  invalid_swap_indexes: 'Two indexes must be given for each swap. The list `["movies"]` contains 1 indexes.',
  io_error: 'Input/output error (os error 5)',
  feature_not_enabled:
    'using the /chats chat completions route requires enabling the `chat completions` experimental feature. See https://github.com/orgs/meilisearch/discussions/835',
  malformed_payload:
    'The json payload provided is malformed. `EOF while parsing a value at line 1 column 1`.',
  max_fields_limit_exceeded: 'A document cannot contain more than 65,535 fields.',
  missing_authorization_header:
    'The Authorization header is missing. It must use the bearer authorization method.',
  missing_content_type: `A Content-Type header is missing. ${ACCEPTED}`,
  missing_document_id: 'Document doesn\'t have a `id` attribute: `{"title":"Interstellar"}`.',
  missing_master_key:
    'Meilisearch is running without a master key. To access this API endpoint, you must have set a master key at launch.',
  missing_payload: 'A json payload is missing.',
  missing_search_hybrid: 'Invalid request: missing `hybrid` parameter when `vector` is present.',
  missing_task_filters: `Query parameters to filter the tasks to cancel are missing. Available query parameters are: ${FILTERS}.`,
  network_version_mismatch: 'The version of the network differs from the one of the remote.',
  no_space_left_on_device:
    'There is no more space left on the device. Consider increasing the size of the disk/partition.',
  not_leader: 'This instance is not the leader of the network.',
  payload_too_large: 'JSON payload has exceeded limit (100000000 bytes).',
  remote_bad_response: 'could not parse response from the remote host as a search response',
  remote_bad_request: 'remote host responded with code 400',
  unknown_remote: 'The remote is not part of the network.',
  remote_could_not_send_request: 'could not send request to the remote host',
  remote_invalid_api_key: 'could not authenticate against the remote host',
  remote_remote_error: 'remote host responded with code 500',
  remote_timeout: 'remote host did not answer before the deadline',
  too_many_search_requests: 'Too many search requests running at the same time: 10. Retry after 10s.',
  task_not_found: 'Task `0` not found.',
  task_file_not_found:
    'Task `0` does not contain any documents. Only `documentAdditionOrUpdate` tasks with the statuses `enqueued` or `processing` contain documents',
  batch_not_found: 'Batch `0` not found.',
  too_many_open_files: 'Too many open files (os error 24)',
  too_many_vectors: 'Too many vectors for document with id 1: found 257, but limited to 256.',
  unexpected_network_previous_remotes: 'The list of previous remotes is not expected here.',
  network_version_too_old: 'The version of the network is too old.',
  unprocessed_network_task: 'A network task is still to be processed.',
  unretrievable_document: 'The document could not be retrieved.',
  unretrievable_error_code: 'The error code could not be retrieved.',
  unsupported_media_type: 'Content type error',
  vector_embedding_error:
    'While embedding documents for embedder `default`: could not reach embedding server',
  not_found_similar_id: 'Document `1` not found.',
  invalid_document_csv_delimiter:
    'Invalid value in parameter `csvDelimiter`: csv delimiter must be an ascii character. Found: `µ`',
  s3_snapshot_server_error: 'The S3 server answered with an error while uploading the snapshot.',
  invalid_chat_completion_base_api: notAString('baseUrl'),
  invalid_chat_completion_system_prompt: notAString('prompts.system'),
  invalid_chat_completion_search_description_prompt: notAString('prompts.searchDescription'),
  invalid_chat_completion_search_query_param_prompt: notAString('prompts.searchQParam'),
  invalid_chat_completion_search_filter_param_prompt: notAString('prompts.searchFilterParam'),
  invalid_chat_completion_search_index_uid_param_prompt: notAString('prompts.searchIndexUidParam'),
  edit_documents_by_function_error: 'Document editions must keep documents as objects',
  unimplemented_external_function_calling: 'get_weather: External functions are not supported yet.',
  unimplemented_non_streaming_chat_completions: 'Non-streamed chat completions is not implemented',
  unimplemented_multi_choice_chat_completions:
    'You tried to specify n = 2 but only single choices are supported (n = 1).',
  chat_not_found: 'Chat `movies` not found',
  invalid_chat_setting_document_template: 'Invalid template: the template could not be parsed.',
  requires_enterprise_edition: 'This feature requires an Enterprise Edition license.',
  render_document_not_found: 'Document `1` not found.',
  template_parsing_error: 'The template could not be parsed.',
  template_rendering_error: 'The template could not be rendered.',
  immutable_webhook: 'Webhook `00000000-0000-0000-0000-000000000000` is immutable.',
  invalid_webhook_uuid: 'Invalid UUID: invalid character: found `o` at 1.',
  webhook_not_found: 'Webhook `6062abda-a5aa-4414-ac91-ecd7944c0f8d` not found.',
  dynamic_search_rule_not_found: 'Dynamic search rule `promote` not found.',
};

/** What Meilisearch says when it answers with a code and nothing is known of the request that made it do so. */
export function defaultMessage(code: ErrorCode): string {
  return TEXTS[code] ?? deriveMessage(code);
}
