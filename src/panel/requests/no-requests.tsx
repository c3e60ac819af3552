import { sessionUrl } from '../../session/names.ts';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { hrefOf } from '../router.ts';

/** What to do where there is no request yet. */
export function NoRequests() {
  const { store } = usePanel();
  const url = sessionUrl(store.transport.url ?? 'http://localhost:7700', store.session);
  const base = `${url}/chats/movies`;
  return (
    <div class="empty">
      <h2>No request yet</h2>
      <p>
        Point your chat client at the mock, or try a chat here. What it asks and what it gets shows up at
        once.
      </p>
      <div class="copy-line">
        <code>{base}</code>
        <CopyButton text={base} label="Copy the base URL">
          Copy
        </CopyButton>
      </div>
      <p class="muted">
        This is the base URL of an OpenAI client; <code>movies</code> may be any workspace.
      </p>
      {store.transport.ask !== undefined && (
        <a class="button strong" href={hrefOf('try')}>
          Try a chat
        </a>
      )}
    </div>
  );
}
