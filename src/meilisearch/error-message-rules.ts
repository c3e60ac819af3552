import type { ErrorCode } from './error-codes.ts';

/** Where the value is that a family of codes complains about: the first prefix that fits is taken. */
const FAMILIES: readonly (readonly [prefix: string, parent: string])[] = [
  ['invalid_multi_search_query_', '.queries[0]'],
  ['invalid_multi_search_', '.federation'],
  ['invalid_facet_search_', ''],
  ['invalid_search_', ''],
  ['invalid_similar_', ''],
  ['invalid_settings_', ''],
  ['invalid_swap_', '[0]'],
  ['invalid_index_fields_filter_', '.filter'],
  ['invalid_index_fields_', ''],
  ['invalid_index_', ''],
  ['invalid_document_', ''],
  ['invalid_network_', ''],
  ['invalid_export_', ''],
  ['invalid_render_', ''],
  ['invalid_webhook_', ''],
  ['invalid_chat_completion_', ''],
  ['invalid_dynamic_search_rule_filter_', '.filter'],
  ['invalid_dynamic_search_rule_', ''],
  ['invalid_api_key_', ''],
  ['invalid_', ''],
];

/** Codes about parameters of the URL: their values are texts that do not parse. */
const PARAMETERS =
  /^invalid_(api_key|index|document)_(limit|offset)$|^invalid_(task|batch|stats|skip_creation)/;

/** What a field must be, and what it was found to be instead; the first that fits the code is taken. */
const TYPES: readonly (readonly [code: RegExp, expected: string, found: string])[] = [
  [
    /(limit|offset|page|hits_per_page|length|position|_ms|max_values_per_facet|priority)$/,
    'a positive integer',
    'a string: `"many"`',
  ],
  [
    /(show_\w+|retrieve_vectors|_count|facet_search|_active|use_network|filter_(displayed|searchable|sortable|distinct|filterable|ranking_rule))$/,
    'a boolean',
    'a string: `"yes"`',
  ],
  [
    /(attributes\w*|facets|vector|ids|fields|rules|tokens|words|dictionary|keys|locales|actions|indexes|patterns|conditions|sort)$/,
    'an array',
    'a string: `"title"`',
  ],
  [
    /(hybrid_query|tolerance|faceting|pagination|synonyms|embedders|personalize|by_index|merge_facets|remotes|shards|prompts|webhooks|headers|chat|metadata|settings|media|input|template|federated|context)$/,
    'an object',
    'a string: `"title"`',
  ],
];

/** A sentence in the server's own manner for a code of which only the name is known. */
export function deriveMessage(code: ErrorCode): string {
  if (code.startsWith('missing_'))
    return `Missing field \`${field(code, /^missing_(api_key|document|network|facet_search)?_?/)}\``;
  if (code.startsWith('immutable_'))
    return `Immutable field \`${field(code, /^immutable_(api_key|index|webhook)?_?/)}\``;
  if (PARAMETERS.test(code)) {
    const name = field(code, /^invalid_(api_key|index|document|task|stats|batch)?_?/);
    return `Invalid value in parameter \`${name}\`: could not parse \`doggo\`${/limit|offset|from|uids/.test(code) ? ' as a positive integer' : ''}`;
  }
  const [prefix, parent] = FAMILIES.find(([start]) => code.startsWith(start)) ?? ['', ''];
  const [, expected, found] = TYPES.find(([pattern]) => pattern.test(code)) ?? [
    '',
    'a string',
    'a number: `1`',
  ];
  return `Invalid value type at \`${parent}.${camelCase(code.slice(prefix.length))}\`: expected ${expected}, but found ${found}`;
}

function field(code: string, family: RegExp): string {
  return camelCase(code.replace(family, ''));
}

function camelCase(snake: string): string {
  return snake.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
