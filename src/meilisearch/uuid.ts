const GROUPS = [8, 4, 4, 4, 12] as const;

/** What is wrong with a UUID, in the real server's words; undefined when it is one. */
export function uuidTrouble(text: string): string | undefined {
  const trouble = findTrouble(text);
  return trouble && `UUID parsing failed: ${trouble}`;
}

/** Whether two texts are the same UUID: in either case, with or without hyphens, braces and `urn:uuid:`. */
export function sameUuid(one: string, other: string): boolean {
  return digitsOf(one) === digitsOf(other);
}

function digitsOf(uuid: string): string {
  return uuid.toLowerCase().replace(/^urn:uuid:|[{}-]/g, '');
}

function findTrouble(text: string): string | undefined {
  const bare = /^\{.*\}$/.test(text) ? text.slice(1, -1) : text.replace(/^urn:uuid:/i, '');
  const at = bare.search(/[^0-9a-fA-F-]/);
  if (at >= 0) return `invalid character: found \`${[...bare.slice(at)][0]}\` at ${text.indexOf(bare) + at}`;
  const groups = bare.split('-');
  if (groups.length === 1) return bare.length === 32 ? undefined : `invalid length: found ${text.length}`;
  if (groups.length !== GROUPS.length) return `invalid group count: expected 5, found ${groups.length}`;
  const wrong = GROUPS.findIndex((length, index) => groups[index]?.length !== length);
  if (wrong < 0) return undefined;
  return `invalid group length in group ${wrong}: expected ${GROUPS[wrong]}, found ${groups[wrong]?.length}`;
}
