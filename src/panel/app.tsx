import { useEffect, useState } from 'preact/hooks';
import { errorsOf } from '../scenario/problems/problem.ts';
import { Panel, usePanel } from './context.ts';
import { GalleryView } from './gallery/gallery-view.tsx';
import { Help } from './help.tsx';
import { announcements } from './kit/announce.ts';
import { Combobox } from './kit/combobox.tsx';
import { KeyboardIcon } from './kit/icons.tsx';
import { countOf } from './kit/text.ts';
import { RequestsView } from './requests/requests-view.tsx';
import { go, hrefOf, useRoute } from './router.ts';
import { useShortcuts } from './shortcuts.ts';
import { ClockBadge } from './steer/clock-badge.tsx';
import { InForce } from './steer/in-force.tsx';
import { tellNews } from './steer/news.ts';
import { SteerBar } from './steer/steer-bar.tsx';
import { Steering } from './steer/steering.ts';
import type { PanelStore } from './store/store.ts';
import { useTopic } from './store/topic.ts';
import { TryView } from './try/try-view.tsx';

/** The control panel, whatever it is mounted in. */
export function App({ store, keys }: { store: PanelStore; keys?: EventTarget | undefined }) {
  const [steering] = useState(() => new Steering(store));
  return (
    <Panel.Provider value={{ store, steering, keys }}>
      <Shell />
    </Panel.Provider>
  );
}

function Shell() {
  const { store } = usePanel();
  const route = useRoute();
  const [help, setHelp] = useState(false);
  useShortcuts(() => setHelp(true));
  useEffect(() => tellNews(store), [store]);
  const [view = 'requests'] = route;
  return (
    <div class="app">
      <header class="top">
        <h1 class="visually-hidden">Control panel of the chat mock</h1>
        <a class="brand" href={hrefOf('requests')}>
          <Logo />
          <span>Chat mock</span>
        </a>
        <Nav view={view} />
        <ClockBadge />
        <span class="top-end">
          <InForce />
          <SessionSwitch />
          <Connection />
          <button
            type="button"
            class="button quiet"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => setHelp(true)}
          >
            <KeyboardIcon />
          </button>
        </span>
      </header>
      <SteerBar />
      <main class="main" id="main" tabIndex={-1}>
        {view === 'scenarios' ? (
          <GalleryView route={route} />
        ) : view === 'try' && store.transport.ask !== undefined ? (
          <TryView route={route} />
        ) : (
          <RequestsView route={route} />
        )}
      </main>
      <Toast />
      {help && <Help close={() => setHelp(false)} />}
    </div>
  );
}

function Nav({ view }: { view: string }) {
  const { store } = usePanel();
  useTopic(store.gallery);
  const errors = errorsOf(store.problems).length;
  const views = [
    ['requests', 'Requests'],
    ['scenarios', 'Scenarios'],
    ...(store.transport.ask === undefined ? [] : [['try', 'Try it'] as const]),
  ] as const;
  return (
    <nav aria-label="Views">
      {views.map(([id, label]) => (
        <a key={id} href={hrefOf(id)} aria-current={view === id ? 'page' : undefined}>
          {label}
          {id === 'scenarios' && errors > 0 && (
            <span class="count number bad" title={countOf(errors, 'mistake')}>
              {errors}
            </span>
          )}
        </a>
      ))}
    </nav>
  );
}

/** Which session is looked at, and steered. */
function SessionSwitch() {
  const { store } = usePanel();
  useTopic(store.people);
  useTopic(store.list);
  const names = new Set([store.session, ...store.sessions.keys()]);
  if (store.transport.session === undefined) return null;
  const options = [...names].map((name) => {
    const streams = store.sessions.get(name)?.streams ?? 0;
    return { value: name, label: name, hint: streams === 0 ? '' : `${streams} open` };
  });
  const others = options.filter(({ value, hint }) => value !== store.session && hint !== '').length;
  return (
    <Combobox
      class="sessions"
      label="Session"
      options={options}
      value={store.session}
      free
      placeholder="Find a session"
      onPick={(name) => {
        store.use(name);
        go(['requests']);
      }}
    >
      <span class="session-name">{store.session}</span>
      {others > 0 && (
        <span class="count number" title={`${countOf(others, 'other session')} with open streams`}>
          {others}
        </span>
      )}
    </Combobox>
  );
}

function Connection() {
  const { store } = usePanel();
  useTopic(store.people);
  return (
    <span class={store.connected ? 'connection on' : 'connection'} role="status">
      <span class="dot" aria-hidden="true" />
      <span class="connection-text">{store.connected ? 'Live' : 'Not connected'}</span>
    </span>
  );
}

/** What was done, or went wrong: for the eyes in a corner, and for screen readers. */
function Toast() {
  useTopic(announcements.topic);
  const { text, tone, heard } = announcements;
  return (
    <>
      <div class="toast-place" role="status" aria-live={tone === 'bad' ? 'assertive' : 'polite'}>
        {text !== '' && <p class={tone === 'bad' ? 'toast bad' : 'toast'}>{text}</p>}
      </div>
      <p class="visually-hidden" role="status" data-testid="heard">
        {heard}
      </p>
    </>
  );
}

function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7.5 11.5v9M13.5 8.5v15M19.5 13.5v5M25.5 10.5v11" />
    </svg>
  );
}
