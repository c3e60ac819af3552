const GROUPS = [8, 4, 4, 4, 12] as const;

/** What is wrong with a UUID, in the real server's words; undefined when it is one. */
export function uuidTrouble(text: string): string | undefined {
  const trouble = findTrouble(text);
  return trouble === undefined ? undefined : `UUID parsing failed: ${trouble}`;
}

function findTrouble(text: string): string | undefined {
  const at = text.search(/[^0-9a-fA-F-]/);
  if (at >= 0) return `invalid character: found \`${[...text.slice(at)][0]}\` at ${at}`;
  const groups = text.split('-');
  if (groups.length === 1) {
    return text.length === 32
      ? undefined
      : `invalid length: expected length 32 for simple format, found ${text.length}`;
  }
  if (groups.length !== GROUPS.length) return `invalid group count: expected 5, found ${groups.length}`;
  const wrong = GROUPS.findIndex((length, index) => groups[index]?.length !== length);
  if (wrong < 0) return undefined;
  return `invalid group length in group ${wrong}: expected ${GROUPS[wrong]}, found ${groups[wrong]?.length}`;
}
