type Fields = Readonly<Record<string, string | string[] | undefined>>;

/** What is about one connection, and not about the message. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The headers of a message, by lower-case name, without those of its connection and without some others. */
export function endToEnd<F extends Fields>(headers: F, without: readonly string[] = []): F {
  const named = String(headers.connection ?? '').split(',');
  const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim().toLowerCase()), ...without]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name))) as F;
}

/** What a request says to the mock, and not to a server behind it. */
export const TO_THE_MOCK = ['x-mock-scenario', 'x-mock-profile', 'x-mock-session'];
