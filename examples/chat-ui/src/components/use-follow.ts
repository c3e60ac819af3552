import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How near the end still counts as the end, in CSS pixels. */
const NEAR = 40;

export interface Follow {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  jump(): void;
}

/**
 * Keeps the end of growing content in view while the reader is there, and leaves the view alone once they scroll
 * up. A change of `key` (a new question) goes to the end in any case.
 */
export function useFollow(key: unknown): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const jump = useCallback(() => {
    following.current = true;
    const view = scroller.current;
    if (view) view.scrollTop = view.scrollHeight;
  }, []);

  useLayoutEffect(() => {
    if (key !== undefined) jump();
  }, [key, jump]);

  useEffect(() => {
    const view = scroller.current;
    const inner = content.current;
    if (!view || !inner) return;
    let lastTop = view.scrollTop;

    function look(view: HTMLDivElement) {
      const near = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR;
      // Only a move up lets go. Being far from the end does not: the content may have grown since we scrolled.
      if (near) following.current = true;
      else if (view.scrollTop < lastTop) following.current = false;
      lastTop = view.scrollTop;
      setAtEnd(near || following.current);
    }

    const onScroll = () => look(view);
    const resized = new ResizeObserver(() => {
      if (following.current) view.scrollTop = view.scrollHeight;
      look(view);
    });
    view.addEventListener('scroll', onScroll, { passive: true });
    resized.observe(inner);
    resized.observe(view);
    return () => {
      view.removeEventListener('scroll', onScroll);
      resized.disconnect();
    };
  }, []);

  return { scroller, content, atEnd, jump };
}
