/** Puts fixed names in the place of ids, in the order of their first use, and of times: what differs from answer to answer. */
export function mask(text: string): string {
  const seen = new Map<string, string>();
  const named = (kind: string) => (id: string) => {
    const known = seen.get(id);
    if (known !== undefined) return known;
    const count = [...seen.values()].filter((name) => name.startsWith(`${kind}-`)).length;
    const name = `${kind}-${count + 1}`;
    seen.set(id, name);
    return name;
  };
  return text
    .replace(/chatcmpl-[A-Za-z0-9]+/g, named('chatcmpl'))
    .replace(/call_[A-Za-z0-9]{24}/g, named('call'))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, named('uuid'))
    .replace(/\bfp_[0-9a-f]{10}\b/g, 'fp-1')
    .replace(/"created":\d+/g, '"created":0')
    .replace(/we're now `\d+`/g, "we're now `0`");
}

/** A header as its line is compared: dates masked, and lists whose order is the process's own sorted. */
export function maskHeader([name, value]: readonly [string, string]): string {
  if (name === 'date' && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)) return 'date: *';
  if (name === 'access-control-allow-methods') return `${name}: ${value.split(', ').sort().join(', ')}`;
  return `${name}: ${value}`;
}
