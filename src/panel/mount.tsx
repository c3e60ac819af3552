import { render } from 'preact';
import { App } from './app.tsx';
import { PanelStore } from './store/store.ts';
import base from './styles/base.css';
import controls from './styles/controls.css';
import gallery from './styles/gallery.css';
import layout from './styles/layout.css';
import requests from './styles/requests.css';
import tokens from './styles/tokens.css';
import tryIt from './styles/try.css';
import type { PanelTransport } from './transport.ts';

/** Where a panel is, and what it shows. */
export interface MountOptions {
  readonly transport: PanelTransport;
  /** The session that it begins with. */
  readonly session?: string;
  /** It is a part of a page that has keys of its own: those of the panel count while the focus is in it. Default: no. */
  readonly docked?: boolean;
}

/**
 * Shows the control panel in an element of any page. It lives in a shadow root: its styles touch nothing of the page, and
 * those of the page nothing of it. Returns what ends it.
 *
 * @example
 * const unmount = mountPanel(element, { transport });
 */
export function mountPanel(
  host: HTMLElement,
  { transport, session, docked = false }: MountOptions,
): () => void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const styles = new CSSStyleSheet();
  styles.replaceSync([tokens, base, controls, layout, requests, gallery, tryIt].join('\n'));
  root.adoptedStyleSheets = [styles];
  host.setAttribute('data-chat-mock-panel', '');
  const store = new PanelStore(transport, session);
  store.start();
  render(<App store={store} keys={docked ? host : undefined} />, root);
  return () => {
    render(null, root);
    store.stop();
    host.removeAttribute('data-chat-mock-panel');
  };
}
