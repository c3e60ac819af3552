import { useRef } from 'react';
import { statusOf } from './chat/status.ts';
import { useChat } from './chat/use-chat.ts';
import { Composer } from './components/composer.tsx';
import { Conversation } from './components/conversation.tsx';
import { EmptyState } from './components/empty-state.tsx';
import { Header } from './components/header.tsx';
import { Turn } from './components/turn.tsx';

export function App() {
  const chat = useChat();
  const box = useRef<HTMLTextAreaElement>(null);
  const last = chat.turns.at(-1);

  // The pressed button goes away, and the focus must not go with it. On a phone it would open the keyboard.
  const thenFocus = (action: () => void) => () => {
    action();
    if (matchMedia('(hover: hover)').matches) box.current?.focus();
  };

  return (
    <div className="app">
      <Header onClear={last ? thenFocus(chat.clear) : null} />
      <Conversation lastId={last?.id}>
        {chat.turns.length === 0 && <EmptyState onPick={chat.send} />}
        {chat.turns.map((turn) => (
          <Turn key={turn.id} turn={turn} onRetry={turn === last ? thenFocus(chat.retry) : null} />
        ))}
      </Conversation>
      <Composer
        ref={box}
        status={statusOf(last)}
        running={chat.running}
        onSend={chat.send}
        onStop={thenFocus(chat.stop)}
      />
    </div>
  );
}
