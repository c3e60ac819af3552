import { type ChildProcess, fork } from 'node:child_process';
import type { LoadVerbs } from './load.ts';

/** The load generator, seen from the bench. */
export class LoadProcess {
  readonly #child: ChildProcess;
  #calls = 0;

  constructor() {
    this.#child = fork(new URL('load.js', import.meta.url), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  call<Verb extends keyof LoadVerbs>(
    verb: Verb,
    job: Parameters<LoadVerbs[Verb]>[0],
  ): ReturnType<LoadVerbs[Verb]> {
    this.#calls++;
    const id = this.#calls;
    const result = new Promise((resolve, reject) => {
      const answered = (message: { id: number; result: unknown }) => {
        if (message.id !== id) return;
        this.#child.off('message', answered);
        this.#child.off('exit', left);
        resolve(message.result);
      };
      const left = () => reject(new Error(`The load generator failed at "${verb}".`));
      this.#child.on('message', answered);
      this.#child.once('exit', left);
      this.#child.send({ id, verb, job });
    });
    return result as ReturnType<LoadVerbs[Verb]>;
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect();
  }
}
