import type { Channel } from 'storybook/internal/channels';

/** Storybook's event for each step of rendering a story, and the steps in which its play function may still run. */
const PHASE_CHANGED = 'storyRenderPhaseChanged';
const BEFORE_ITS_END: readonly unknown[] = ['preparing', 'loading', 'beforeEach', 'rendering', 'playing'];

/**
 * Waits for the turn of this frame of a Docs page, and gives it on when the story's play function is over: two that type
 * or click at the same time take the focus from each other. Anywhere else, nothing is waited for.
 */
export async function takeTurn(channel: Channel | undefined): Promise<void> {
  const page = docsPage();
  if (page === undefined || channel === undefined || navigator.locks === undefined) return;
  await new Promise<void>((begin) => {
    void navigator.locks.request(`meilisearch-chat-mock ${page}`, () => {
      const over = playOver(channel);
      begin();
      return over;
    });
  });
}

function playOver(channel: Channel): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ newPhase }: { readonly newPhase: unknown }) => {
      if (BEFORE_ITS_END.includes(newPhase)) return;
      channel.off(PHASE_CHANGED, look);
      resolve();
    };
    channel.on(PHASE_CHANGED, look);
  });
}

/** What tells the Docs page that this frame is on from all others; undefined when it is on none. */
function docsPage(): number | undefined {
  try {
    const { parent } = window;
    const isDocs = new URLSearchParams(parent.location.search).get('viewMode') === 'docs';
    return parent !== window && isDocs ? parent.performance.timeOrigin : undefined;
  } catch {
    // A page of another origin.
    return undefined;
  }
}
