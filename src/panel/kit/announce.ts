import { Topic } from '../store/topic.ts';

/** What screen readers are told, and the eyes in the corner. */
export const announcements: { text: string; bad: boolean; readonly topic: Topic } = {
  text: '',
  bad: false,
  topic: new Topic(),
};

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something for a few seconds. */
export function announce(text: string, bad = false): void {
  announcements.text = text;
  announcements.bad = bad;
  announcements.topic.change();
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      announcements.text = '';
      announcements.topic.change();
    },
    bad ? 9000 : 3500,
  );
}
