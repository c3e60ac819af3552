import { MODEL, type Sample } from './sample.ts';

/** The events of a search that a chat UI shows. */
const TOOLS = ['_meiliSearchProgress', '_meiliSearchSources'];

/**
 * A command for a shell that sends a chat request and shows the stream as it comes, some lines of it, below 80 columns
 * where the texts allow that.
 */
export function curlCommand(url: string, key: string, { workspace, message, scenario }: Sample): string[] {
  const tools = TOOLS.map((name) => `{"type":"function","function":{"name":"${name}"}}`);
  return [
    `curl -N ${quote(`${url}/chats/${encodeURIComponent(workspace)}/chat/completions`)} \\`,
    `  -H ${quote(`Authorization: Bearer ${key}`)} -H 'Content-Type: application/json' \\`,
    ...(scenario === undefined ? [] : [`  -H ${quote(`X-Mock-Scenario: ${scenario}`)} \\`]),
    `  -d '{"model":"${MODEL}","stream":true,`,
    `  "messages":[{"role":"user","content":${json(message)}}],`,
    ...tools.map(
      (tool, index) =>
        `  ${index === 0 ? '"tools":[' : '  '}${tool}${index === tools.length - 1 ? "]}'" : ','}`,
    ),
  ];
}

/** As one word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w:/.@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** As JSON inside single quotes. */
function json(text: string): string {
  return JSON.stringify(text).replace(/['\u007f-\uffff]/g, (character) =>
    character === "'" || character < '\u00a0'
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : character,
  );
}
