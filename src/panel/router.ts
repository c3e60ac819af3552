import { useLayoutEffect, useState } from 'preact/hooks';

/** Where the panel is: `#/requests/12/frames/7` as its parts. */
export type Route = readonly string[];

export const hrefOf = (...parts: readonly (string | number)[]): string =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

export function currentRoute(): Route {
  const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean);
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return parts;
  }
}

/** Goes somewhere; with `replace`, the way back does not lead here. */
export function go(parts: readonly (string | number)[], { replace = false } = {}): void {
  const href = hrefOf(...parts);
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  dispatchEvent(new Event('hashchange'));
}

export function useRoute(): Route {
  const [route, setRoute] = useState(currentRoute);
  useLayoutEffect(() => {
    const changed = () => setRoute(currentRoute());
    addEventListener('hashchange', changed);
    addEventListener('popstate', changed);
    return () => {
      removeEventListener('hashchange', changed);
      removeEventListener('popstate', changed);
    };
  }, []);
  return route;
}
