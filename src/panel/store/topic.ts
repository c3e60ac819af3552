import { useLayoutEffect, useState } from 'preact/hooks';

/** Something that changes: whoever shows it is told, once for each frame of the screen. */
export class ChangeTopic {
  readonly #listeners = new Set<() => void>();

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of a change before the next frame is drawn, however many changes there are until then. */
  change(): void {
    changed.add(this);
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(tellAll);
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The same for what changes many times a second: at most once in so many ms. */
export function useTopicSlowly(topic: ChangeTopic, ms: number): void {
  const [, setVersion] = useState(0);
  useLayoutEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unlisten = topic.listen(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setVersion((version) => version + 1);
      }, ms);
    });
    return () => {
      clearTimeout(timer);
      unlisten();
    };
  }, [topic, ms]);
}

const changed = new Set<ChangeTopic>();
let scheduled = false;

function tellAll(): void {
  scheduled = false;
  const now = [...changed];
  changed.clear();
  for (const topic of now) topic.tell();
}

/**
 * Renders a component again when a topic changes. It listens as soon as it is drawn: what changes before an effect would be
 * lost.
 */
export function useTopic(topic: ChangeTopic): void {
  const [, setVersion] = useState(0);
  useLayoutEffect(() => topic.listen(() => setVersion((version) => version + 1)), [topic]);
}
