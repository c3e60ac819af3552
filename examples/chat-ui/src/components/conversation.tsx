import type { ReactNode } from 'react';
import { DownIcon } from './icons.tsx';
import { useFollow } from './use-follow.ts';

export function Conversation({ lastId, children }: { lastId: number | undefined; children: ReactNode }) {
  const { scroller, content, atEnd, jump } = useFollow(lastId);
  return (
    <main className="conversation">
      <div className="log" role="log" aria-label="Conversation" ref={scroller}>
        <div className="column" ref={content}>
          {children}
        </div>
      </div>
      {!atEnd && (
        <button type="button" className="jump" onClick={jump}>
          <DownIcon />
          Jump to latest
        </button>
      )}
    </main>
  );
}
