/** The base URL that a request without a route should have had, where what is known of it names one. */
export function meantUrl(why: string): string | undefined {
  return /https?:\/\/\S+?\/chats\/(?!WORKSPACE)[^\s/,:]+/.exec(why)?.[0];
}
