import { useEffect, useState } from 'preact/hooks';
import type { AnswerView, ScenarioView } from '../../control/scenario-view.ts';
import type { ScenarioSummary } from '../../control/wire.ts';
import { usePanel } from '../context.ts';
import { EditorLink } from '../kit/editor-link.tsx';
import { msText } from '../kit/text.ts';
import { withCode } from '../kit/with-code.tsx';
import { hrefOf } from '../router.ts';
import { answerWith } from '../steer/actions.ts';
import { scaleFor } from '../timeline/scale.ts';
import { planShape } from '../timeline/shape.ts';
import { TimelineTrack } from '../timeline/track.tsx';

interface ScenarioCardProps {
  readonly scenario: ScenarioSummary;
  readonly named: boolean;
}

/** One scenario: what it shows, when it is chosen, and its timeline. */
export function ScenarioCard({ scenario, named }: ScenarioCardProps) {
  const { store, steering } = usePanel();
  const { name, description = '', match, used } = scenario;
  const view = useView(scenario);
  const use = async () => {
    if (await steering.run(answerWith(name))) await store.refreshGallery();
  };
  return (
    <div class="card-place" role="listitem">
      <article class={`card ${used ? 'used' : ''} ${named ? 'named' : ''}`} aria-label={name}>
        <div class="card-head">
          <h2>{name}</h2>
          {used && <span class="badge run">answers</span>}
          {stateOf(view).map(([text, tone]) => (
            <span key={text} class={`badge ${tone}`}>
              {text}
            </span>
          ))}
          <span class="card-actions">
            <button
              type="button"
              class="button"
              aria-pressed={used}
              aria-label={`Use ${name}`}
              title="This scenario answers from now on"
              {...steering.looks.shows(answerWith(name))}
              onClick={() => void use()}
            >
              Use
            </button>
            {store.transport.ask !== undefined && (
              <a
                class="button"
                href={hrefOf('try', name)}
                aria-label={`Try ${name}`}
                title="Ask for it in Try it"
              >
                Try
              </a>
            )}
          </span>
        </div>
        <Description text={description} />
        <div class="card-foot">
          <span class="card-track">
            {view?.answers.slice(0, 1).map((answer) => (
              <AnswerTrack key={0} answer={answer} />
            ))}
          </span>
          <span class="card-place-of">
            {match !== undefined && <code class="path">{matchText(match)}</code>}
            <EditorLink file={scenario.file} line={view?.line} />
          </span>
        </div>
      </article>
    </div>
  );
}

/** What it says of how to get it stands in a line of its own. */
function Description({ text }: { text: string }) {
  const [, about = '', how = ''] = /^(.*?)(Ask for it with .*)?$/s.exec(text.trim()) ?? [];
  return (
    <div class="card-text" title={text.trim()}>
      <p class="card-about">{about === '' && how === '' ? 'No description.' : withCode(about)}</p>
      {how !== '' && <p class="card-how">{withCode(how)}</p>}
    </div>
  );
}

function AnswerTrack({ answer }: { answer: AnswerView }) {
  const shape = planShape(answer.items, 0, false);
  if (answer.status !== 200) {
    return (
      <span class="card-status">
        <span class="badge bad number">{answer.status}</span> before any stream
      </span>
    );
  }
  const scale = scaleFor(Math.max(shape.duration, 300));
  return (
    <>
      <TimelineTrack scale={scale} shape={() => shape} height={24} />
      <span class="number muted card-time">{msText(shape.duration)}</span>
    </>
  );
}

/** The state that a chat UI is in, in a few words. */
function stateOf(view: ScenarioView | undefined): (readonly [text: string, tone: string])[] {
  if (view === undefined) return [];
  const items = view.answers.flatMap((answer) => answer.items);
  const kinds = new Set(items.map(({ kind }) => kind));
  const searches = items.filter(({ kind }) => kind === 'sources').length;
  const faults = new Set(
    items.flatMap(({ kind, name }) => (kind === 'fault' && name !== undefined ? [name] : [])),
  );
  const statuses = new Set(view.answers.map(({ status }) => status).filter((status) => status !== 200));
  const parts = new Set(view.answers.map(({ part }) => part)).size;
  return [
    ...[...statuses].map((status) => [String(status), 'bad'] as const),
    ...(searches > 0 ? [[searches === 1 ? 'search' : `${searches} searches`, 'search'] as const] : []),
    ...(kinds.has('toolCall') ? [['tool call', ''] as const] : []),
    ...(kinds.has('refusal') ? [['refusal', ''] as const] : []),
    ...(kinds.has('error') ? [['error event', 'bad'] as const] : []),
    ...(kinds.has('hold') ? [['hold', 'hold'] as const] : []),
    ...[...faults].map((fault) => [fault, 'bad'] as const),
    ...(parts > 1 ? [[`${parts} answers`, ''] as const] : []),
  ];
}

const matchText = (match: object) =>
  Object.entries(match)
    .map(([key, value]) => `${key}: ${String(value)}`)
    .join(', ');

/** A file is saved: what was known of its scenario is asked for again. */
function useView({ name }: ScenarioSummary): ScenarioView | undefined {
  const { store } = usePanel();
  const { scenarios } = store;
  const [view, setView] = useState<ScenarioView>();
  useEffect(() => {
    let over = false;
    store.call<ScenarioView>('GET /scenarios/:name', { name }).then(
      (found) => over || setView(found),
      () => undefined,
    );
    return () => {
      over = true;
    };
  }, [store, name, scenarios]);
  return view;
}
