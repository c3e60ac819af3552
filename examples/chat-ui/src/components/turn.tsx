import { memo } from 'react';
import { isRunning, type Part, type Search, searchesOf, type Turn as TurnData } from '../chat/turn.ts';
import { Markdown } from './markdown.tsx';
import { Problem } from './problem.tsx';
import { Retrieval } from './retrieval.tsx';

export interface TurnProps {
  turn: TurnData;
  /** `null` when the conversation has gone on since. */
  onRetry: (() => void) | null;
}

export function Turn({ turn, onRetry }: TurnProps) {
  const heading = `question-${turn.id}`;
  return (
    <article className="turn" aria-busy={isRunning(turn)} aria-labelledby={heading}>
      <h2 id={heading}>{turn.question}</h2>
      <Answer turn={turn} />
      {turn.state.phase === 'failed' && <Problem problem={turn.state.problem} onRetry={onRetry} />}
    </article>
  );
}

const Answer = memo(function Answer({ turn }: { turn: TurnData }) {
  const searches = searchesOf(turn);
  const running = isRunning(turn);
  const { phase } = turn.state;
  return (
    <div className="answer" data-phase={phase}>
      {turn.parts
        .map((part, position) => ({ part, key: position, last: position === turn.parts.length - 1 }))
        .map(({ part, key, last }) => (
          <AnswerPart
            key={key}
            part={part}
            partial={last && turn.finishReason !== 'stop'}
            searches={searches}
            running={running}
          />
        ))}
      {(phase === 'waiting' || phase === 'reading') && (
        <div className="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      )}
      {notesOf(turn).map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </div>
  );
});

interface AnswerPartProps {
  part: Part;
  /** Its end is not, or not yet, the end that the model meant. */
  partial: boolean;
  searches: Search[];
  running: boolean;
}

function AnswerPart({ part, partial, searches, running }: AnswerPartProps) {
  switch (part.type) {
    case 'text':
      return <Markdown text={part.text} partial={partial} />;
    case 'refusal':
      return <p className="refusal">{part.text}</p>;
    case 'notice':
      return <p className="note warning">{part.message}</p>;
    case 'search':
      return (
        <>
          {/* All searches share the block of the first, so that later ones move no text. */}
          {part === searches[0] && <Retrieval searches={searches} running={running} />}
          {part.error && (
            <p className="note warning">
              The search{part.index && ` in ${part.index}`} failed: {part.error}
            </p>
          )}
        </>
      );
    case 'appended':
      return null;
    default:
      return part satisfies never;
  }
}

function notesOf({ state, finishReason, unreadable }: TurnData): string[] {
  const notes: string[] = [];
  if (unreadable > 0) notes.push('Part of the answer could not be read.');
  if (state.phase === 'stopped') notes.push('Stopped');
  if (state.phase === 'complete' && finishReason === 'length')
    notes.push('The answer reached its length limit.');
  if (state.phase === 'complete' && finishReason === 'content_filter') {
    notes.push('The answer was stopped by a content filter.');
  }
  return notes;
}
