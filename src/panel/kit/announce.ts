import { ChangeTopic } from '../store/topic.ts';

/** What is said now, for the eyes in a corner, and for screen readers. */
export const announcements: {
  text: string;
  tone: 'normal' | 'bad';
  heard: string;
  readonly topic: ChangeTopic;
} = {
  text: '',
  tone: 'normal',
  heard: '',
  topic: new ChangeTopic(),
};

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds. */
export function announce(text: string, tone: 'normal' | 'bad' = 'normal'): void {
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

/** Says something to screen readers only: the eyes see it where it happens. */
export function whisper(text: string): void {
  announcements.heard = text;
  announcements.topic.change();
}
