import type { Profile } from '../meilisearch/chat-request.ts';
import type { Violation } from '../plan/prover.ts';
import type { HeaderList } from './reply.ts';

/** What the mock adds to a response in the `spec` profile: a page may read these. */
export const OWN_HEADERS = ['x-mock-scenario', 'x-mock-warning', 'sl-violations'];

/** The most characters that a value may have before it is marked as cut: each header stays under 4 KB. */
const ROOM = 3800;

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
  if (scenario !== undefined) headers.push(['x-mock-scenario', line(scenario)]);
  if (warnings.length > 0) {
    headers.push(['x-mock-warning', joined(warnings, line, '; ', ({ length }) => `${length} more`)]);
  }
  if (violations.length > 0) {
    // As Prism's own server writes it: a JSON list.
    headers.push(['sl-violations', `[${joined(violations, violationJson, ',', missing)}]`]);
  }
  return headers;
}

/** The entries that fit, the first ones; then how many are left out. */
function joined<Entry>(
  entries: readonly Entry[],
  write: (entry: Entry) => string,
  separator: string,
  leftOut: (entries: readonly Entry[]) => string,
): string {
  const kept: string[] = [];
  let length = 0;
  for (const entry of entries) {
    const text = write(entry);
    length += text.length + (kept.length === 0 ? 0 : separator.length);
    if (length > ROOM) return [...kept, leftOut(entries.slice(kept.length))].join(separator);
    kept.push(text);
  }
  return kept.join(separator);
}

/** A text that fits into a header. */
function line(text: string): string {
  const escaped = ascii(text);
  if (escaped.length <= ROOM) return escaped;
  // Not within an escape.
  return `${escaped.slice(0, ROOM - 3).replace(/\\(u[\da-f]{0,3})?$/, '')}...`;
}

function violationJson(violation: Violation): string {
  const json = ascii(JSON.stringify(violation));
  if (json.length <= ROOM) return json;
  const location = violation.location.slice(0, 6).map((part) => clip(part, 50));
  if (violation.location.length > location.length) location.push('...');
  return ascii(JSON.stringify({ ...violation, location, message: clip(violation.message, 200) }));
}

/** In the form of a violation, since what reads the header expects a list of them. */
function missing(violations: readonly Violation[]): string {
  const side = violations.some(({ location }) => location[0] === 'response') ? 'response' : 'request';
  const message = `${violations.length} more`;
  return JSON.stringify({ location: [side], severity: 'Information', code: 'cut', message });
}

const clip = (text: string, length: number) => (text.length > length ? `${text.slice(0, length)}...` : text);

/** A header takes ASCII only: the rest is escaped as in JSON. Of a text that is too long, no more than shows that it is. */
function ascii(text: string): string {
  return text
    .slice(0, ROOM + 1)
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
