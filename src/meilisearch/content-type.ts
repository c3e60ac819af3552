const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";
const PARAMETER = `; *${TOKEN}+=(?:${TOKEN}+|"[^"]+" *)`;
/** What may be left unfinished at the end: a parameter without value, or without anything. */
const REST = `; *(?:${TOKEN}+=)?`;
const MIME = new RegExp(`^${TOKEN}+/(?<subtype>${TOKEN}*)(?:${PARAMETER})*(?:${REST})?$`);

/** Whether Meilisearch reads a body of this content type as JSON: a MIME type with subtype `json` or suffix `+json`. */
export function isJsonContentType(header: string): boolean {
  const subtype = MIME.exec(header)?.groups?.subtype?.toLowerCase();
  if (subtype === undefined) return false;
  const plus = subtype.lastIndexOf('+');
  return plus <= 0
    ? subtype === 'json'
    : subtype.slice(0, plus) === 'json' || subtype.slice(plus + 1) === 'json';
}
