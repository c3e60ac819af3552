import type { RequestDetail } from '../../control/overview.ts';
import { usePanel } from '../context.ts';
import { CopyButton } from '../kit/copy.tsx';
import { EditorLink } from '../kit/editor-link.tsx';
import { hrefOf } from '../router.ts';
import { answerWith } from '../steer/actions.ts';
import { SaveScenario } from '../try/save-scenario.tsx';
import { meantUrl } from './meant-url.ts';

/** Why the request got the answer that it got, and what would make it get another. */
export function WhyTab({ detail }: { detail: RequestDetail }) {
  const { kind, scenario, why, upstream, overview, suggestion, nearest } = detail;
  const { store } = usePanel();
  const chosen = store.scenarios.find(({ name }) => name === scenario);
  const asked = why === USED && chosen === undefined && (detail.status ?? 0) >= 400;
  if (kind === 'no-route') return <NoRoute detail={detail} />;
  if (kind === 'passed') return <Passed detail={detail} />;
  return (
    <div class="stack">
      <section class="why">
        <h3>
          {scenario === null ? (
            upstream === undefined ? (
              'No scenario answered'
            ) : (
              `Answered by ${upstream}`
            )
          ) : asked ? (
            `Failed as asked: ${detail.status} ${scenario}`
          ) : chosen === undefined ? (
            `Answered by ${scenario}`
          ) : (
            <>
              Answered by <a href={hrefOf('scenarios', scenario)}>{scenario}</a>
              {chosen.file !== undefined && <EditorLink file={chosen.file} line={undefined} />}
            </>
          )}
        </h3>
        <p>
          {sentence(detail)}
          <ByItself detail={detail} />
        </p>
      </section>
      {overview.unmatched && suggestion !== undefined && (
        <section>
          <h3>
            A scenario with this would answer it <CopyButton text={suggestion} label="Copy the match block" />
          </h3>
          <pre class="json">
            <code>{suggestion}</code>
          </pre>
        </section>
      )}
      {chosen?.match !== undefined && (
        <section>
          <h3>Its match block</h3>
          <pre class="json">
            <code>{matchBlock(chosen.match)}</code>
          </pre>
        </section>
      )}
      {nearest.length > 0 && why !== '' && upstream === undefined && (
        <details open={overview.unmatched}>
          <summary>Why {scenario === null ? 'the' : 'other'} scenarios did not match</summary>
          <ul class="misses">
            {nearest.map(({ name, file, line, reasons }) => (
              <li key={name}>
                <span class="miss-head">
                  <a href={hrefOf('scenarios', name)}>{name}</a>
                  {file !== undefined && (
                    <span class="muted number">
                      {file}:{line}
                    </span>
                  )}
                  <UseButton name={name} />
                </span>
                {reasons.map((reason) => (
                  <span key={reason} class="reason">
                    {reason}
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
      {kind === 'chat' && detail.frames.length > 0 && <SaveScenario number={detail.number} />}
    </div>
  );
}

function matchBlock(match: object): string {
  const lines = Object.entries(match).map(([key, value]) => `  ${key}: ${String(value)}`);
  return ['match:', ...lines].join('\n');
}

function NoRoute({ detail: { why, request } }: { detail: RequestDetail }) {
  const url = meantUrl(why);
  return (
    <div class="stack">
      <section class="why bad">
        <h3>Nothing is at {request.path}</h3>
        <p>The mock answered 404 with an empty body, as a real Meilisearch does.</p>
        <p class="meant">{why.charAt(0).toUpperCase() + why.slice(1)}.</p>
        {url !== undefined && (
          <div class="copy-line">
            <code>{url}</code>
            <CopyButton text={url} label="Copy the base URL">
              Copy
            </CopyButton>
          </div>
        )}
      </section>
    </div>
  );
}

function Passed({ detail: { upstream, status, ending } }: { detail: RequestDetail }) {
  return (
    <div class="stack">
      <section class="why">
        <h3>Passed on to {upstream}</h3>
        <p>
          {ending === undefined
            ? 'It is not over yet.'
            : ending.type === 'left'
              ? 'The client left before the answer was complete.'
              : ending.type === 'fault'
                ? 'That server broke off in the middle of its answer.'
                : `It ended with ${status}.`}{' '}
          The mock does not answer this route. It keeps nothing of the bodies.
        </p>
      </section>
    </div>
  );
}

function UseButton({ name }: { name: string }) {
  const { steering } = usePanel();
  return (
    <button
      type="button"
      class="button quiet"
      {...steering.looks.shows(answerWith(name))}
      onClick={() => void steering.run(answerWith(name))}
    >
      Answer every request with this
    </button>
  );
}

/** The end of the sentence of an answer that was asked for, whatever the message was. */
function ByItself({ detail: { why, byItself } }: { detail: RequestDetail }) {
  if (why !== USED && why !== FAILED) return null;
  if (byItself === undefined) return <>; without it, no scenario is for this message.</>;
  return (
    <>
      ; without it: <a href={hrefOf('scenarios', byItself)}>{byItself}</a>.
    </>
  );
}

const USED = 'the session uses it';
const FAILED = 'fail() asked for this error';

const REASONS: Readonly<Record<string, string>> = {
  'the request names it': 'The request named it: by the header X-Mock-Scenario, or by Prefer: scenario=NAME.',
  [USED]: 'It was asked for with use(), here, in the terminal or in a test',
  [FAILED]: 'It was asked for with fail(), here, in the terminal or in a test',
  'its match holds': 'Its match: block held for this request, and it was the first one in file order.',
  'chosen because it is named like the workspace, and no match holds':
    'No match: block held, and it is named like the workspace.',
  'the request prefers this status': 'The request preferred this status: Prefer: code=STATUS.',
};

function sentence({ why, overview, status, upstream }: RequestDetail): string {
  if (upstream !== undefined) {
    return 'No scenario is chosen for this request, by name or for its session, so it went on to that server. Steer its stream as any other.';
  }
  const known = REASONS[why];
  if (known !== undefined) return known;
  if (overview.unmatched)
    return `No scenario matches this message${status === 200 ? ', so the mock made up an answer' : ''}.`;
  return why === '' ? 'It is not decided yet.' : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
