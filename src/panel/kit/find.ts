/** The panel's own element of an id: it lives in a shadow root. */
export function find(id: string): HTMLElement | null {
  for (const host of document.querySelectorAll('[data-chat-mock-panel]')) {
    const found = host.shadowRoot?.getElementById(id);
    if (found) return found;
  }
  return null;
}
