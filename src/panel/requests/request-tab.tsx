import type { RequestDetail } from '../../control/overview.ts';
import { violationPath } from '../../plan/prover.ts';
import { CopyButton } from '../kit/copy.tsx';
import { JsonView } from '../kit/json.tsx';

/** What was asked: violations of the OpenAPI document, body, headers. */
export function RequestTab({ detail: { request, violations, warnings } }: { detail: RequestDetail }) {
  const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  return (
    <div class="stack">
      {violations.length > 0 && (
        <section>
          <h3>What breaks the OpenAPI document</h3>
          <ul class="findings">
            {violations.map((violation) => {
              const { message, code } = violation;
              const path = violationPath(violation);
              return (
                <li key={`${path} ${message}`}>
                  <code class="path">{path}</code>
                  <span>{message}</span>
                  {code !== undefined && <span class="badge">{code}</span>}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {warnings.length > 0 && (
        <section>
          <h3>What to know</h3>
          <ul class="findings warn">
            {warnings.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>
          Body <CopyButton text={body} label="Copy the body" />
        </h3>
        {request.body === null ? (
          <p class="muted">There is none.</p>
        ) : (
          <JsonView text={body} label="Body of the request" />
        )}
      </section>
      <section>
        <h3>Headers</h3>
        <dl class="headers">
          {Object.entries(request.headers).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
