import { useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { useTopic } from '../store/topic.ts';

/** The line of code that does what the control does; and all that was done, as the beginning of a test. */
export function CodeStrip() {
  const { steering } = usePanel();
  useTopic(steering.topic);
  const [open, setOpen] = useState(false);
  const { shown, done, language } = steering;
  const all = done.map((call) => steering.line(call)).join('\n');
  return (
    <div class="code-strip">
      <span class="languages" role="group" aria-label="Language of the code">
        {(['test', 'curl'] as const).map((one) => (
          <button key={one} type="button" aria-pressed={language === one} onClick={() => steering.speak(one)}>
            {one === 'test' ? 'Test' : 'curl'}
          </button>
        ))}
      </span>
      {shown === undefined ? (
        <span class="code-hint">
          Point at a control: here is the line of code that does the same in a test.
        </span>
      ) : (
        <code class="line" data-testid="line">
          {steering.line(shown)}
        </code>
      )}
      {shown !== undefined && <CopyButton text={() => steering.line(shown)} label="Copy this line" />}
      {done.length > 0 && (
        <button type="button" class="button quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'What I did'} <span class="count number">{done.length}</span>
        </button>
      )}
      {open && done.length > 0 && (
        <div class="history">
          <pre>
            <code>{all}</code>
          </pre>
          <span class="history-actions">
            <CopyButton text={all} label="Copy all lines">
              Copy all
            </CopyButton>
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                setOpen(false);
                steering.forget();
              }}
            >
              Clear
            </button>
          </span>
        </div>
      )}
    </div>
  );
}
