import { type FormEvent, type KeyboardEvent, type Ref, useState } from 'react';
import { SendIcon, StopIcon } from './icons.tsx';

export interface ComposerProps {
  ref: Ref<HTMLTextAreaElement>;
  status: string;
  running: boolean;
  onSend: (question: string) => void;
  onStop: () => void;
}

/** The status line and the message box. One can write on while an answer comes, and send once it is there. */
export function Composer({ ref, status, running, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const question = text.trim();

  function send(event: FormEvent) {
    event.preventDefault();
    if (running || question === '') return;
    onSend(question);
    setText('');
  }

  function onKeyDown(event: KeyboardEvent) {
    // While an input method composes a character, Enter picks one of its suggestions.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    send(event);
  }

  return (
    <footer className="footer">
      <form className="column" onSubmit={send}>
        <output className="status" data-busy={status !== '' || undefined}>
          {status}
        </output>
        <div className="box">
          <textarea
            ref={ref}
            aria-label="Message"
            placeholder="Ask a question…"
            rows={1}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {running ? (
            <button key="stop" type="button" className="round stop" aria-label="Stop" onClick={onStop}>
              <StopIcon />
            </button>
          ) : (
            <button key="send" type="submit" className="round" aria-label="Send" disabled={question === ''}>
              <SendIcon />
            </button>
          )}
        </div>
        <p className="hint" aria-hidden="true">
          <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> starts a new line
        </p>
      </form>
    </footer>
  );
}
