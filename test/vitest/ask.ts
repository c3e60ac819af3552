/** Sends a question: with Node's `fetch`, unless another is given. */
export function ask(
  base: string,
  message: string,
  init: RequestInit = {},
  send: typeof fetch = fetch,
): Promise<Response> {
  return send(`${base}/chats/movies/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: message }], stream: true }),
    ...init,
  });
}
