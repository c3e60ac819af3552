/** The answer to a change that is made later. */
export interface SummarizedTask {
  readonly taskUid: number;
  readonly indexUid: string;
  readonly status: 'enqueued';
  readonly type: 'settingsUpdate';
  readonly enqueuedAt: string;
}

/** A task as `GET /tasks/{uid}` shows it: here each has succeeded by the time that anyone looks. */
export interface Task {
  readonly uid: number;
  readonly batchUid: number;
  readonly indexUid: string;
  readonly status: 'succeeded';
  readonly type: 'settingsUpdate';
  readonly canceledBy: null;
  readonly details: unknown;
  readonly error: null;
  /** ISO 8601. */
  readonly duration: string;
  readonly enqueuedAt: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

/** How many tasks are remembered: enough for a client that waits for its own. */
const KEPT = 1000;

/** The changes of settings that were asked for, numbered from 0. */
export class TaskList {
  readonly #tasks = new Map<number, Task>();
  #next = 0;

  clear(): void {
    this.#tasks.clear();
    this.#next = 0;
  }

  get(uid: number): Task | undefined {
    return this.#tasks.get(uid);
  }

  /** Notes a change of an index's settings, made at `now`. */
  add(indexUid: string, details: unknown, now: Date): SummarizedTask {
    const uid = this.#next++;
    const at = rfc3339(now);
    const type = 'settingsUpdate';
    this.#tasks.set(uid, {
      uid,
      batchUid: uid,
      indexUid,
      status: 'succeeded',
      type,
      canceledBy: null,
      details,
      error: null,
      duration: 'PT0.001S',
      enqueuedAt: at,
      startedAt: at,
      finishedAt: at,
    });
    this.#tasks.delete(uid - KEPT);
    return { taskUid: uid, indexUid, status: 'enqueued', type, enqueuedAt: at };
  }
}

/** A time as the real server writes it: no zeros at the end of the fraction. */
export function rfc3339(date: Date): string {
  return date.toISOString().replace(/\.?0*Z$/, 'Z');
}
