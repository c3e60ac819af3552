import { ChangeTopic } from '../store/topic.ts';

/** `quiet` is for screen readers only: the eyes see it where it happens. */
export type Tone = 'quiet' | 'normal' | 'bad';

/** What is said now. */
export const announcements: { text: string; tone: Tone; readonly topic: ChangeTopic } = {
  text: '',
  tone: 'quiet',
  topic: new ChangeTopic(),
};

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds. */
export function announce(text: string, tone: Tone = 'normal'): void {
  announcements.text = text;
  announcements.tone = tone;
  announcements.topic.change();
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      announcements.text = '';
      announcements.topic.change();
    },
    tone === 'bad' ? 9000 : 3500,
  );
}
