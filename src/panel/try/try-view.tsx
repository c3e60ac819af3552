import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { Combobox } from '../kit/combobox.tsx';
import { SendIcon, StopIcon } from '../kit/icons.tsx';
import { messageOf } from '../kit/text.ts';
import { hrefOf, type Route } from '../router.ts';
import { useTopic } from '../store/topic.ts';
import { newAnswer, readAnswer, type TriedAnswer } from './answer.ts';
import { Settings, type TrySettings, useSettings } from './settings.tsx';
import { TriedTurn, type Turn } from './tried-turn.tsx';

/** A chat with the mock, as a chat UI has it. */
export function TryView({ route }: { route: Route }) {
  const { store } = usePanel();
  useTopic(store.gallery);
  const [settings, setSettings] = useSettings();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [text, setText] = useState('');
  const running = useRef<AbortController>();
  const end = useRef<HTMLDivElement>(null);
  const busy = turns.some(({ answer }) => !answer.over);
  const change = (more: Partial<TrySettings>) => setSettings({ ...settings, ...more });
  const [, named] = route;
  const known = named === undefined ? undefined : store.scenarios.find(({ name }) => name === named);

  // A scenario of the gallery is asked for by a message that it is for.
  useLayoutEffect(() => {
    if (named === undefined) return;
    change({ scenario: named });
    setText(sampleOf(known?.match?.message));
  }, [named, known === undefined]);
  useEffect(() => () => running.current?.abort(), []);
  useEffect(() => {
    const list = end.current?.parentElement;
    if (list === null || list === undefined) return;
    // Whoever has scrolled up reads there.
    if (list.scrollHeight - list.scrollTop - list.clientHeight < 160) list.scrollTop = list.scrollHeight;
  }, [turns]);
  useEffect(() => end.current?.scrollIntoView({ block: 'end' }), [turns.length]);

  const send = async () => {
    const { ask } = store.transport;
    const message = text.trim();
    if (ask === undefined || busy || message === '') return;
    setText('');
    const turn: Turn = { message, answer: newAnswer(), number: undefined };
    const earlier = settings.together ? turns : [];
    const shown = [...turns, turn];
    setTurns(shown);
    const show = () => setTurns([...shown]);
    running.current = new AbortController();
    const before = new Set(store.rows.keys());
    try {
      const response = await ask({ ...chatOf(settings, earlier, message), signal: running.current.signal });
      turn.number = [...store.rows.keys()].filter((number) => !before.has(number)).at(-1);
      await readAnswer(response, turn.answer, show);
    } catch (error) {
      const stopped = running.current.signal.aborted;
      turn.answer.errors.push(stopped ? 'You have stopped it.' : `The connection broke: ${messageOf(error)}`);
    }
    turn.answer.over = true;
    turn.number ??= [...store.rows.keys()].filter((number) => !before.has(number)).at(-1);
    show();
  };

  return (
    <div class="try">
      <section class="chat" aria-label="Chat">
        <div class="turns" role="log" aria-label="Chat">
          {turns.length === 0 && (
            <div class="empty">
              <h2>Try a chat</h2>
              <p>
                What you ask goes to the mock as a chat client's request does: it is in the list of requests,
                can be held, stepped and failed.
              </p>
            </div>
          )}
          {turns.map((turn, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: turns stay where they are
            <TriedTurn key={index} turn={turn} />
          ))}
          <div ref={end} />
        </div>
        <form
          class="composer"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <textarea
            id="compose"
            rows={2}
            aria-label="Message"
            placeholder="Ask something"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
              event.preventDefault();
              void send();
            }}
          />
          {busy ? (
            // Another element than the other button: a click that stops must not send.
            <button key="stop" type="button" class="button strong" onClick={() => running.current?.abort()}>
              <StopIcon />
              <span>Stop</span>
            </button>
          ) : (
            <button key="send" type="submit" class="button strong" disabled={text.trim() === ''}>
              <SendIcon />
              <span>Send</span>
            </button>
          )}
        </form>
      </section>
      <aside class="settings" aria-label="Settings of the request">
        <span class="field">
          <span class="field-name">Scenario</span>
          <Combobox
            label="Scenario of the request"
            options={[
              { value: '', label: 'the one that matches' },
              ...store.scenarios.map(({ name, description = '' }) => ({
                value: name,
                label: name,
                words: description,
              })),
            ]}
            value={settings.scenario}
            onPick={(scenario) => change({ scenario })}
          >
            <span>{settings.scenario || 'the one that matches'}</span>
          </Combobox>
        </span>
        <Settings settings={settings} change={change} />
        {turns.length > 0 && (
          <button
            type="button"
            class="button"
            onClick={() => {
              running.current?.abort();
              setTurns([]);
            }}
          >
            New chat
          </button>
        )}
        <a href={hrefOf('requests')}>All requests</a>
      </aside>
    </div>
  );
}

const USUAL = 'Recommend me a film about space';

/** A message that a matcher may fit: a guess, where it is a regular expression. */
function sampleOf(matcher: string | undefined): string {
  const [, pattern = matcher ?? ''] = /^\/(.*)\/\w*$/.exec(matcher ?? '') ?? [];
  const [first = ''] = pattern.replace(/\\[bB]|[$^()]|\?:|.\?/gu, '').split('|');
  return USUAL.toLowerCase().includes(first.toLowerCase()) ? USUAL : first;
}

function chatOf(settings: TrySettings, earlier: readonly Turn[], message: string) {
  const messages = [
    ...(settings.system === '' ? [] : [{ role: 'system', content: settings.system }]),
    ...earlier.flatMap(({ message: content, answer }: { message: string; answer: TriedAnswer }) => [
      { role: 'user', content },
      ...(answer.text === '' ? [] : [{ role: 'assistant', content: answer.text }]),
    ]),
    { role: 'user', content: message },
  ];
  const tools = settings.tools.map((name) => ({ type: 'function', function: { name } }));
  return {
    workspace: settings.workspace || 'movies',
    headers: {
      authorization: `Bearer ${settings.key || 'any'}`,
      'x-mock-profile': settings.profile,
      ...(settings.scenario === '' ? {} : { 'x-mock-scenario': settings.scenario }),
    },
    body: {
      model: settings.model,
      messages,
      stream: settings.stream,
      ...(tools.length === 0 ? {} : { tools }),
    },
  };
}
