import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface ConfirmButtonProps {
  readonly children: ComponentChildren;
  /** What it asks before it does anything. */
  readonly question: string;
  readonly title: string;
  readonly onConfirm: () => void;
  readonly onPointerEnter?: () => void;
  readonly onPointerMove?: () => void;
  readonly onPointerLeave?: () => void;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
}

/** How long it asks, in ms. */
const ASKS = 3000;

/** A button for what cannot be undone: the first click asks, the second one does it. A double-click, or a key that is held, is one click. */
export function ConfirmButton({ children, question, title, onConfirm, ...shows }: ConfirmButtonProps) {
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (!asks) return undefined;
    const timer = setTimeout(() => setAsks(false), ASKS);
    return () => clearTimeout(timer);
  }, [asks]);
  return (
    <button
      type="button"
      class={asks ? 'button asks' : 'button'}
      title={title}
      {...shows}
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={(event) => {
        if (event.detail > 1) return;
        setAsks(!asks);
        if (asks) onConfirm();
      }}
    >
      {asks ? question : children}
    </button>
  );
}
