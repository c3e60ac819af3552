/** As the real server: trailing slashes do not count, and several are one. */
export function normalize(path: string): string {
  if (!path.includes('//') && !path.endsWith('/')) return path;
  const merged = path.replace(/\/{2,}/g, '/');
  return merged.length > 1 && merged.endsWith('/') ? merged.slice(0, -1) : merged;
}

/**
 * A path as the real server holds it against its routes: percent-encoding is undone, but not where it would make what
 * was one segment into two, or could be undone twice.
 *
 * @example
 * routed('/%63hats/a%20b%2Fc'); // '/chats/a b%2Fc'
 */
export function routed(path: string): string {
  return undo(path, /(?:%(?!25|2f|2b)[0-9a-f]{2})+/gi);
}

/** A parameter of a routed path. What is no percent-encoding stays as it is; what is no UTF-8 becomes U+FFFD. */
export function parameter(segment: string): string {
  return undo(segment, /(?:%[0-9a-f]{2})+/gi);
}

/** What matches a route's path, `/chats/{workspace_uid}/settings`, with its parameters as groups. */
export function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`);
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

function undo(text: string, runs: RegExp): string {
  return text.replace(runs, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
    return utf8.decode(bytes);
  });
}
