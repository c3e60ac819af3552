import type { ChatRequest } from './chat-request.ts';
import type { MeiliError } from './errors.ts';
import { MEILI_TOOLS } from './tools.ts';

/** What Meilisearch's documentation calls an argument of an event, and what the server sends. */
const RENAMED = [
  { tool: MEILI_TOOLS.progress, documented: 'function_parameters', sent: 'function_arguments' },
  { tool: MEILI_TOOLS.sources, documented: 'documents', sent: 'sources' },
] as const;

/** Says what the real server would have answered: one line of ASCII, for the header `x-mock-warning`. */
export function refusalWarning(refusal: MeiliError): string {
  const { code, message } = refusal.body;
  return asciiLine(`a real Meilisearch answers ${refusal.status} ${code}: ${message}`);
}

/** A warning for each declared tool whose schema expects the documentation's name of an argument. */
export function documentationNameWarnings(request: ChatRequest): string[] {
  return RENAMED.filter(({ tool, documented, sent }) => {
    const names = argumentNames(request, tool);
    return names.includes(documented) && !names.includes(sent);
  }).map(
    ({ tool, documented, sent }) =>
      `the schema of ${tool} expects \`${documented}\` as the documentation has it; a real Meilisearch sends \`${sent}\``,
  );
}

function argumentNames(request: ChatRequest, tool: string): readonly string[] {
  const parameters = request.tools?.find((candidate) => candidate.function.name === tool)?.function
    .parameters;
  return isObject(parameters) && isObject(parameters.properties) ? Object.keys(parameters.properties) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** A header takes neither line breaks nor, safely, anything beyond ASCII. */
function asciiLine(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
