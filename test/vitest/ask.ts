/** Sends a question with Node's `fetch`. */
export function ask(base: string, message: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${base}/chats/movies/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: message }], stream: true }),
    ...init,
  });
}
