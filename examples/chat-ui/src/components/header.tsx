import { config } from '../config.ts';
import { Mark, NewIcon } from './icons.tsx';

/** @param onClear `null` while there is nothing to clear. */
export function Header({ onClear }: { onClear: (() => void) | null }) {
  return (
    <header className="header">
      <div className="brand">
        <Mark />
        <h1>
          Ask <span>{config.workspace}</span>
        </h1>
      </div>
      <button
        type="button"
        className="quiet"
        aria-label="New conversation"
        disabled={!onClear}
        onClick={onClear ?? undefined}
      >
        <NewIcon />
        <span className="wide-only">New conversation</span>
      </button>
    </header>
  );
}
