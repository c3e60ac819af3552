import { useRef, useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { useKeys } from '../kit/keys.ts';
import { useTopic } from '../store/topic.ts';
import { FIXTURE } from './code.ts';

/** The line of code that does what the control does; and all that was done, as a test. */
export function CodeStrip() {
  const { steering, keys } = usePanel();
  useTopic(steering.topic);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { shown, count, language, looking, looks } = steering;
  const { label, call, note } = shown;
  const opened = open && count > 0;
  useKeys(keys, ({ key }) =>
    opened && key === 'Escape'
      ? () => {
          setOpen(false);
          button.current?.focus();
        }
      : undefined,
  );
  return (
    <div class="code-strip">
      <div
        class="code-row"
        onPointerEnter={() => looks.stay()}
        onPointerLeave={() => looks.leave()}
        onFocusCapture={() => looks.stay()}
        onBlurCapture={() => looks.leave()}
      >
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
              <span class="code-hint">{label}: </span>
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
        {count > 0 && (
          <button
            ref={button}
            type="button"
            class="button quiet"
            aria-expanded={opened}
            title="All that you did, as code"
            onClick={() => setOpen(!open)}
          >
            What I did <span class="count number">{count}</span>
          </button>
        )}
      </div>
      {opened && <History close={() => setOpen(false)} />}
    </div>
  );
}

/** How a project is set up for such tests. */
const SETUP = 'https://github.com/meilisearch-chat-mock/meilisearch-chat-mock/blob/main/docs/playwright.md';

function History({ close }: { close: () => void }) {
  const { steering } = usePanel();
  const { script, language } = steering;
  return (
    <div class="history">
      {language === 'test' && (
        <p class="code-hint">
          <code>chat</code> is the fixture of <code>{FIXTURE}</code>.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre role="region" tabIndex={0} aria-label="What I did">
        <code>{script}</code>
      </pre>
      {language === 'test' && (
        <p class="code-hint">
          Once: <code>npm i -D meilisearch-chat-mock @playwright/test</code>, and{' '}
          <a href={SETUP} target="_blank" rel="noreferrer">
            a config that says where your app is
          </a>
        </p>
      )}
      <span class="history-actions">
        {language === 'test' && (
          <CopyButton text={() => steering.wholeTest} label="Copy as a whole test">
            Copy as a whole test
          </CopyButton>
        )}
        <CopyButton text={() => steering.script} label="Copy all lines">
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
