import type { RequestListener } from 'node:http';
import { createProxyServer } from 'httpxy';
import { endToEnd } from '../../upstream/headers.ts';

/**
 * Sends requests on to a server, and its answers back, each piece when it comes: neither a body nor a head waits for more.
 * A client that leaves is seen there to leave, and an answer that breaks off breaks off here.
 *
 * @param base the URL of the server, http or https
 */
export function forwardTo(base: string): RequestListener {
  // A connection for each request: one that is kept may be closed by the other side just when it is used again.
  const proxy = createProxyServer({ target: base, changeOrigin: true, agent: false, proxyTimeout: 0 });
  proxy.on('proxyRes', (answer, _, res) => {
    answer.headers = endToEnd(answer.headers);
    // The head of an answer is written with the first piece of its body, which may be held.
    answer.once('resume', () => res.flushHeaders());
  });
  return (req, res) => {
    proxy.web(req, res).catch(() => res.destroy());
  };
}
