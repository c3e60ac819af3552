import { errorsOf } from '../../scenario/problems/problem.ts';
import { usePanel } from '../context.ts';
import { EditorLink } from '../kit/editor-link.tsx';
import { countOf } from '../kit/text.ts';

/** What is wrong with the scenario files, as they are on the disk now. */
export function Problems() {
  const { problems } = usePanel().store;
  if (problems.length === 0) return null;
  const errors = errorsOf(problems).length;
  return (
    <section class={errors > 0 ? 'problems bad' : 'problems'} aria-label="Problems of the scenario files">
      <h2>
        {errors > 0
          ? `${countOf(errors, 'mistake')} in the files: their last good versions answer`
          : countOf(problems.length, 'warning')}
      </h2>
      <ul>
        {problems.map(({ origin, message, hint, severity }) => (
          <li key={`${origin.file}:${origin.line}:${origin.column} ${message}`} class={severity}>
            <EditorLink file={origin.file} line={origin.line} column={origin.column} />
            <span class="problem-text">
              {message}
              {hint !== undefined && <span class="muted"> — {hint}</span>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
