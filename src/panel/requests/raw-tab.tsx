import type { RequestDetail } from '../../control/overview.ts';
import { CopyButton } from '../kit/copy.tsx';

/** How much of a stream is shown, in characters: the rest is copied, and not laid out. */
const MOST = 200_000;

/** The answer as it was on the wire. */
export function RawTab({ detail: { opening, frames } }: { detail: RequestDetail }) {
  const text = [opening, ...frames.map(({ data }) => data)].join('');
  return (
    <div class="raw">
      <div class="frame-head">
        <span class="muted number">{text.length.toLocaleString('en')} characters</span>
        <CopyButton text={text} label="Copy the stream">
          Copy
        </CopyButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre class="json" role="region" tabIndex={0} aria-label="The stream">
        <code>{text.slice(0, MOST)}</code>
      </pre>
    </div>
  );
}
