/** How long a name is at most, in characters, and of how many words. */
const [LONGEST, MOST_WORDS] = [40, 6];
/** Windows has no files of these names. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** The first line of a text that says something. */
export const firstLine = (text: string): string => text.trim().split(/\r\n|\r|\n/)[0] ?? '';

/** A name that a scenario and its file can have, of the first words of a text; '' when it has none. */
export function nameOf(text: string): string {
  const words = firstLine(text.slice(0, 1000))
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  let name = '';
  for (const word of words.slice(0, MOST_WORDS)) {
    const longer = name === '' ? word : `${name}-${word}`;
    if (Array.from(longer).length > LONGEST) break;
    name = longer;
  }
  if (name === '')
    name = Array.from(words[0] ?? '')
      .slice(0, LONGEST)
      .join('');
  return RESERVED.test(name) ? `${name}-chat` : name;
}

/** The name, or the first with a number that is free. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) {
    if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
  }
}
