import { DEFAULT_SESSION } from '../session/names.ts';
import { httpTransport } from './http-transport.ts';
import { mountPanel } from './mount.tsx';

/** The page of the server: `/__mock/`, or `/@NAME/__mock/` for a session. */
const [, base = '', named] = /^(.*?)(?:\/@([^/]+))?\/__mock\//.exec(location.pathname) ?? [];
const session = named === undefined ? DEFAULT_SESSION : decodeURIComponent(named);
const host = document.getElementById('panel');

if (host !== null) {
  const url = `${location.origin}${base}`;
  const askForKey = async () => prompt('This mock asks other machines for its control key.') ?? undefined;
  host.replaceChildren();
  mountPanel(host, { transport: httpTransport({ url, askForKey }), session });
}
