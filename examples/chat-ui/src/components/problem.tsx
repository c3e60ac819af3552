import { useEffect, useState } from 'react';
import type { Problem as ProblemData } from '../chat/problem.ts';
import { RetryIcon } from './icons.tsx';

/** @param onRetry `null` when the conversation has gone on since. */
export function Problem({ problem, onRetry }: { problem: ProblemData; onRetry: (() => void) | null }) {
  const { title, message, code, link, retryAt } = problem;
  return (
    <div className="problem" role="alert">
      <p>
        <strong>{title}</strong> <span>{message}</span>
      </p>
      <div className="problem-actions">
        {onRetry && <RetryButton retryAt={retryAt} onRetry={onRetry} />}
        {link ? (
          <a href={link} target="_blank" rel="noreferrer">
            About {code ?? 'this error'}
          </a>
        ) : (
          code && <code className="problem-code">{code}</code>
        )}
      </div>
    </div>
  );
}

/**
 * Counts down to the moment that the server asked to wait for. It never presses itself: a page left open would go
 * on asking a busy server for ever. And it can be pressed at any time: the person may know better.
 */
function RetryButton({ retryAt, onRetry }: { retryAt: number | undefined; onRetry: () => void }) {
  const seconds = useSecondsUntil(retryAt);
  return (
    // Inside an alert every change is read out, so the countdown is excepted.
    <button type="button" className="retry" aria-live="off" onClick={onRetry}>
      <RetryIcon />
      {seconds > 0 ? `Retry in ${seconds} s` : 'Retry'}
    </button>
  );
}

function useSecondsUntil(time: number | undefined): number {
  const left = () => (time === undefined ? 0 : Math.max(0, Math.ceil((time - Date.now()) / 1000)));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    if (time === undefined) return;
    const timer = setInterval(() => setSeconds(Math.max(0, Math.ceil((time - Date.now()) / 1000))), 1000);
    return () => clearInterval(timer);
  }, [time]);
  return seconds;
}
