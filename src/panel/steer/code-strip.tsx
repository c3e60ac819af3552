import { useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { useTopic } from '../store/topic.ts';
import { FIXTURE } from './code.ts';

/** The line of code that does what the control does; and all that was done, as a test. */
export function CodeStrip() {
  const { steering } = usePanel();
  useTopic(steering.topic);
  const [open, setOpen] = useState(false);
  const { shown, lines, language, looking } = steering;
  const { call, note } = shown;
  return (
    <div class="code-strip">
      <div class="code-row">
        <span class="languages" role="group" aria-label="Language of the code">
          {(['test', 'curl'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={language === one}
              onClick={() => steering.speak(one)}
            >
              {one === 'test' ? 'Test' : 'curl'}
            </button>
          ))}
        </span>
        <span class="code-place" tabIndex={call === undefined ? undefined : 0}>
          {call !== undefined ? (
            <>
              <code class="line" data-testid="line">
                {steering.line(call)}
              </code>
              {note !== undefined && <span class="code-hint"> {note}</span>}
            </>
          ) : (
            !looking && (
              <span class="code-hint">
                Point at a control, or tab to it: the line of code that does the same in a test stands here.
              </span>
            )
          )}
        </span>
        {call !== undefined && <CopyButton text={() => steering.line(call)} label="Copy this line" />}
        {lines.length > 0 && (
          <button
            type="button"
            class="button quiet"
            aria-expanded={open}
            title="All that you did, as code"
            onClick={() => setOpen(!open)}
          >
            What I did <span class="count number">{lines.length}</span>
          </button>
        )}
      </div>
      {open && lines.length > 0 && <History close={() => setOpen(false)} />}
    </div>
  );
}

function History({ close }: { close: () => void }) {
  const { steering } = usePanel();
  const { lines, language } = steering;
  const all = lines.join('\n');
  return (
    <div class="history">
      {language === 'test' && (
        <p class="code-hint">
          <code>chat</code> is the fixture of <code>{FIXTURE}</code>.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre role="region" tabIndex={0} aria-label="What I did">
        <code>{all}</code>
      </pre>
      <span class="history-actions">
        {language === 'test' && (
          <CopyButton text={() => steering.wholeTest} label="Copy as a whole test">
            Copy as a whole test
          </CopyButton>
        )}
        <CopyButton text={all} label="Copy all lines">
          Copy all lines
        </CopyButton>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            close();
            steering.forget();
          }}
        >
          Forget
        </button>
      </span>
    </div>
  );
}
