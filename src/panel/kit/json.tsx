import type { ComponentChildren } from 'preact';
import { pretty } from './text.ts';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Longer texts are shown without colours: they would be tens of thousands of elements. */
const LONGEST = 60_000;

/** JSON as people read it. */
export function JsonView({ text, label }: { text: string; label: string }) {
  const shown = pretty(text);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre class="json" role="region" tabIndex={0} aria-label={label}>
      <code>{shown.length > LONGEST ? shown : coloured(shown)}</code>
    </pre>
  );
}

function coloured(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon, word] = match;
    parts.push(text.slice(end, match.index));
    const kind =
      string === undefined
        ? word === undefined
          ? 'j-number'
          : 'j-word'
        : colon === undefined
          ? 'j-string'
          : 'j-key';
    parts.push(<span class={kind}>{string ?? all}</span>, colon ?? '');
    end = match.index + all.length;
  }
  return [...parts, text.slice(end)];
}
