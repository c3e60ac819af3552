import { SearchIcon } from '../kit/icons.tsx';
import { countOf } from '../kit/text.ts';
import { hrefOf } from '../router.ts';
import type { Search, TriedAnswer } from './answer.ts';
import { Markdown } from './markdown.tsx';
import { SaveScenario } from './save-scenario.tsx';

/** A message, and its answer. */
export interface Turn {
  readonly message: string;
  readonly answer: TriedAnswer;
  /** Which request it is. */
  number: number | undefined;
}

export function TriedTurn({ turn: { message, answer, number } }: { turn: Turn }) {
  const { searches, text, refusal, calls, errors, over, status, scenario, warning, finish } = answer;
  return (
    <article class="turn">
      <p class="asked">{message}</p>
      <div class="answered" aria-busy={!over}>
        {searches.length > 0 && (
          <div class="pills">
            {searches.map((search) => (
              <SearchPill key={search.callId} search={search} />
            ))}
          </div>
        )}
        {text !== '' && <Markdown text={text} />}
        {refusal !== '' && <p class="refusal">{refusal}</p>}
        {calls.map((call) => (
          <p key={call.name} class="tool-call">
            <code>
              {call.name}({call.arguments})
            </code>
          </p>
        ))}
        {!over && <span class="typing" role="status" aria-label="The answer is coming" />}
        {errors.map((error) => (
          <p key={error} class="failed" role="alert">
            {error}
          </p>
        ))}
        {searches.map((search) => (
          <Sources key={search.callId} search={search} />
        ))}
        <footer class="turn-foot">
          {status !== undefined && (
            <span class={`badge number ${status < 300 ? 'good' : 'bad'}`}>{status}</span>
          )}
          {scenario !== null && <span>{scenario === 'generated' ? <em>made-up answer</em> : scenario}</span>}
          {finish !== undefined && <span class="muted">finish: {finish}</span>}
          {warning !== null && <span class="warn-text">{warning}</span>}
          {number !== undefined && <a href={hrefOf('requests', number)}>Why this answer</a>}
        </footer>
        {over && number !== undefined && <SaveScenario number={number} />}
      </div>
    </article>
  );
}

function SearchPill({ search: { index, q, filter, sources } }: { search: Search }) {
  return (
    <span class={sources === undefined ? 'pill busy' : 'pill'}>
      <SearchIcon />
      <span>
        {sources === undefined ? 'Searching' : 'Searched'} <strong>{index}</strong>
        {q !== '' && <> for “{q}”</>}
        {filter !== '' && <span class="muted"> where {filter}</span>}
        {sources !== undefined && <span class="number"> · {countOf(sources.length, 'source')}</span>}
      </span>
    </span>
  );
}

function Sources({ search: { sources = [] } }: { search: Search }) {
  if (sources.length === 0) return null;
  return (
    <ul class="sources" aria-label="Sources">
      {sources.map((source, index) => {
        const [title, rest] = titleOf(source);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: documents need not have an id
          <li key={index}>
            <strong>{title}</strong>
            <span class="muted">{rest}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** What a document is called, and a word more. */
function titleOf(source: Readonly<Record<string, unknown>>): [title: string, rest: string] {
  const key =
    ['title', 'name', 'label', 'id'].find((one) => source[one] !== undefined) ?? Object.keys(source)[0] ?? '';
  const others = Object.entries(source).filter(
    ([name, value]) => name !== key && name !== 'id' && typeof value !== 'object',
  );
  return [
    String(source[key] ?? 'a document'),
    others
      .slice(0, 2)
      .map(([, value]) => String(value).slice(0, 60))
      .join(' · '),
  ];
}
