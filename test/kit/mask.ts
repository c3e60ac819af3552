/** Puts fixed names in the place of all ids, and of times: what differs from answer to answer. */
export function mask(text: string): string {
  return maskAnswer(text).replace(/call_[A-Za-z0-9]{24}/g, numbered('call-'));
}

/** As `mask`, but leaves the ids of calls, which a scenario can fix. */
export function maskAnswer(text: string): string {
  return text
    .replace(/chatcmpl-[A-Za-z0-9]+/g, numbered('cmpl'))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, numbered('uuid'))
    .replace(/\bfp_[0-9a-f]{10}\b/g, 'fp')
    .replace(/"created":\d+/g, '"created":0')
    .replace(/we're now `\d+`/g, "we're now `0`");
}

/** Numbers ids in the order of their first use. */
function numbered(prefix: string): (id: string) => string {
  const names = new Map<string, string>();
  return (id) => {
    const name = names.get(id) ?? `${prefix}${names.size + 1}`;
    names.set(id, name);
    return name;
  };
}

/** A header as its line is compared: dates masked, and lists whose order is the process's own sorted. */
export function maskHeader([name, value]: readonly [string, string]): string {
  if (name === 'date' && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/.test(value)) return 'date: *';
  if (name === 'access-control-allow-methods') return `${name}: ${value.split(', ').sort().join(', ')}`;
  return `${name}: ${value}`;
}
