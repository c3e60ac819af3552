import type { Profile } from '../meilisearch/chat-request.ts';
import type { Violation } from '../plan/prover.ts';
import type { HeaderList } from './reply.ts';

/** What the mock adds to a response in the `spec` profile: a page may read these. */
export const OWN_HEADERS = ['x-mock-scenario', 'x-mock-warning', 'sl-violations'];

/** A long list is cut: clients take 16 KB of headers at most. */
const LONGEST = 4000;

/** The headers by which the mock speaks of itself; only in the `spec` profile. */
export function ownHeaders(
  profile: Profile,
  {
    warnings,
    violations,
  }: { readonly warnings: readonly string[]; readonly violations: readonly Violation[] },
  scenario?: string,
): HeaderList {
  const headers: [string, string][] = [];
  if (profile === 'server') return headers;
  if (scenario !== undefined) headers.push(['x-mock-scenario', ascii(scenario)]);
  if (warnings.length > 0) headers.push(['x-mock-warning', ascii(warnings.join('; ')).slice(0, LONGEST)]);
  if (violations.length > 0) headers.push(['sl-violations', violationsHeader(violations)]);
  return headers;
}

/** As Prism's own server writes it: a JSON list. What does not fit is left out, the first ones are kept. */
function violationsHeader(violations: readonly Violation[]): string {
  const kept: string[] = [];
  let length = 2;
  for (const violation of violations) {
    const json = ascii(JSON.stringify(violation));
    length += json.length + 1;
    if (length > LONGEST && kept.length > 0) break;
    kept.push(json);
  }
  return `[${kept.join(',')}]`;
}

/** A header takes ASCII only: the rest is escaped as in JSON. */
function ascii(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
