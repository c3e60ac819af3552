import type { ComponentChildren } from 'preact';

/**
 * Markdown as chat answers have it: headings, lists, tables, code, quotes, emphasis, links. Everything is made of elements and
 * texts: what stands in an answer is never HTML. Images are links: the panel asks no other host for anything.
 */
export function Markdown({ text }: { text: string }) {
  return <div class="markdown">{blocks(text.replaceAll('\r\n', '\n').split('\n'))}</div>;
}

function blocks(lines: readonly string[]): ComponentChildren[] {
  const found: ComponentChildren[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') {
      at++;
      continue;
    }
    const block =
      fence(lines, at) ??
      heading(line, at) ??
      rule(line, at) ??
      table(lines, at) ??
      quote(lines, at) ??
      list(lines, at) ??
      paragraph(lines, at);
    found.push(block.shown);
    at = block.end;
  }
  return found;
}

interface Block {
  readonly shown: ComponentChildren;
  /** The line after it. */
  readonly end: number;
}

function fence(lines: readonly string[], at: number): Block | undefined {
  const [, marks = '', language = ''] = /^\s*(`{3,}|~{3,})\s*([^\s`]*)/.exec(lines[at] ?? '') ?? [];
  if (marks === '') return undefined;
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(marks)) end++;
  const code = lines.slice(at + 1, end).join('\n');
  const shown = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <pre role="region" tabIndex={0} aria-label={language === '' ? 'Code' : `Code in ${language}`}>
      <code>{code}</code>
    </pre>
  );
  return { shown, end: end + 1 };
}

function heading(line: string, at: number): Block | undefined {
  const [, marks = '', text = ''] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line) ?? [];
  if (marks === '') return undefined;
  // Below the headings of the panel.
  const shown = (
    <p class={`h h${marks.length}`} role="heading" aria-level={Math.min(6, marks.length + 2)}>
      {inline(text)}
    </p>
  );
  return { shown, end: at + 1 };
}

function rule(line: string, at: number): Block | undefined {
  return /^\s*([-*_])(\s*\1){2,}\s*$/.test(line) ? { shown: <hr />, end: at + 1 } : undefined;
}

const cells = (line: string) =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));

function table(lines: readonly string[], at: number): Block | undefined {
  const [head = '', under = ''] = lines.slice(at, at + 2);
  if (!head.includes('|') || !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(under)) return undefined;
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end++;
  const shown = (
    <div class="table">
      <table>
        <thead>
          <tr>
            {cells(head).map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
              <th key={column} scope="col">
                {inline(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.slice(at + 2, end).map((line, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name
            <tr key={row}>
              {cells(line).map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other name
                <td key={column}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return { shown, end };
}

function quote(lines: readonly string[], at: number): Block | undefined {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end] ?? '')) end++;
  if (end === at) return undefined;
  const inside = lines.slice(at, end).map((line) => line.replace(/^\s*> ?/, ''));
  return { shown: <blockquote>{blocks(inside)}</blockquote>, end };
}

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;

function list(lines: readonly string[], at: number): Block | undefined {
  const [, indent = '', marker = ''] = ITEM.exec(lines[at] ?? '') ?? [];
  if (marker === '') return undefined;
  const items: string[][] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? '';
    const [, deep = '', , text] = ITEM.exec(line) ?? [];
    const current = items.at(-1);
    if (text !== undefined && deep.length <= indent.length + 1) items.push([text]);
    else if (line.trim() === '' && ITEM.test(lines[end + 1] ?? '')) current?.push('');
    else if (/^\s+\S/.test(line) && current !== undefined)
      current.push(line.replace(new RegExp(`^\\s{0,${indent.length + marker.length + 1}}`), ''));
    else break;
  }
  const inside = items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items have no other name
    <li key={index}>{item.length === 1 ? inline(item[0] ?? '') : itemBlocks(item)}</li>
  ));
  return {
    shown: /\d/.test(marker) ? <ol start={Number.parseInt(marker, 10)}>{inside}</ol> : <ul>{inside}</ul>,
    end,
  };
}

/** The first lines of an item are its text; what is indented below may be a list again. */
function itemBlocks(lines: readonly string[]): ComponentChildren {
  const nested = lines.findIndex(
    (line, index) => index > 0 && (ITEM.test(line) || /^\s*(`{3}|>)/.test(line)),
  );
  const own = lines.slice(0, nested === -1 ? lines.length : nested).join(' ');
  return [inline(own), ...(nested === -1 ? [] : blocks(lines.slice(nested)))];
}

function paragraph(lines: readonly string[], at: number): Block {
  let end = at + 1;
  while (
    end < lines.length &&
    (lines[end] ?? '').trim() !== '' &&
    !/^\s*(#{1,6}\s|`{3}|~{3}|>|[-*+]\s|\d+[.)]\s)/.test(lines[end] ?? '')
  )
    end++;
  return { shown: <p>{inline(lines.slice(at, end).join('\n'))}</p>, end };
}

const INLINE =
  /(?<code>`+)(?<inside>.+?)\k<code>|!?\[(?<label>[^\]]*)\]\((?<href>[^)\s]+)[^)]*\)|\*\*(?<strong>.+?)\*\*|__(?<strong2>.+?)__|\*(?<em>[^*\s][^*]*?)\*|(?<![\p{L}\p{N}_])_(?<em2>[^_\s][^_]*?)_(?![\p{L}\p{N}_])|~~(?<del>.+?)~~|(?<url>https?:\/\/[^\s<>)\]]+)|\\(?<escaped>[\\`*_{}[\]()#+.!|~-])/su;

/** A text with its emphasis, code and links. */
function inline(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match !== null; match = INLINE.exec(rest)) {
    parts.push(rest.slice(0, match.index), span(match.groups ?? {}));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...parts, rest];
}

function span(groups: Record<string, string | undefined>): ComponentChildren {
  const { inside, label, href, strong = groups.strong2, em = groups.em2, del, url, escaped } = groups;
  if (inside !== undefined) return <code>{inside.trim()}</code>;
  if (strong !== undefined) return <strong>{inline(strong)}</strong>;
  if (em !== undefined) return <em>{inline(em)}</em>;
  if (del !== undefined) return <del>{inline(del)}</del>;
  if (escaped !== undefined) return escaped;
  return link(href ?? url ?? '', label ?? url ?? '');
}

/** Only to what a browser opens as a page. */
function link(href: string, label: string): ComponentChildren {
  if (!/^(https?:|mailto:)/i.test(href)) return label;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {label || href}
    </a>
  );
}
