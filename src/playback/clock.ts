import { ChatMockError } from '../error.ts';
import { didYouMean } from '../scenario/did-you-mean.ts';
import { type ClockState, describeState, type PauseTarget } from './clock-state.ts';
import { GRAIN, Scheduler } from './scheduler.ts';
import type { Stop, Track } from './track.ts';
import { VirtualTime } from './virtual-time.ts';
import { beginWait, type Timed, type Wait, within } from './waiting.ts';

/**
 * The time of one session. It runs with real time, `speed` times as fast, or stands still and is
 * stepped. Every deadline is absolute, so errors do not add up; one timer serves all streams.
 */
export class Clock {
  readonly #tracks = new Set<Track>();
  readonly #changed = new Set<() => void>();
  readonly #names: () => ReadonlySet<string>;
  readonly #fullSpeed: number;
  readonly #time: VirtualTime;
  readonly #waiting: Scheduler;
  #target: PauseTarget | undefined;
  /** Virtual time at which the target was set. */
  #targetSet = 0;
  /** The track that may send one more item although the clock stands. */
  #granted: Track | undefined;
  /** Whether the clock stands only while `runFor` takes a running one ahead. */
  #jumping = false;
  /** Steps are taken one after the other, also when several calls ask for them at once. */
  #steps: Promise<void> = Promise.resolve();

  /**
   * @param options.speed virtual seconds a real second; 0 does not wait at all
   * @param options.names the names that `pauseAt` may be given; none given: any
   * @param options.realNow real milliseconds
   */
  constructor(
    options: {
      readonly speed?: number;
      readonly names?: () => ReadonlySet<string>;
      readonly realNow?: () => number;
    } = {},
  ) {
    const { speed = 1, names = () => new Set(), realNow = () => performance.now() } = options;
    this.#fullSpeed = speed;
    this.#names = names;
    this.#time = new VirtualTime(speed, realNow);
    this.#waiting = new Scheduler(this.#time);
  }

  /** Runs again, at the speed that it was made with. */
  reset(): void {
    this.resume();
    this.setSpeed(this.#fullSpeed);
  }

  /** Virtual milliseconds since the clock began. */
  now(): number {
    return this.#time.now();
  }

  state(): ClockState {
    return {
      paused: this.#time.stands,
      now: this.now(),
      speed: this.#time.speed,
      pausingAt: this.#target,
      streams: [...this.#tracks].map((track) => track.state()),
    };
  }

  get speed(): number {
    return this.#time.speed;
  }

  /** Virtual seconds a real second, from now on; 0 does not wait at all. */
  setSpeed(speed: number): void {
    if (!(speed >= 0) || !Number.isFinite(speed)) {
      throw new ChatMockError('invalid-option', `The speed must be a number of 0 or more, and is ${speed}.`, {
        hint: 'Use 2 for twice as fast, 0 not to wait at all.',
      });
    }
    this.#time.setSpeed(speed);
    this.#waiting.wakeAll();
    this.#notify();
  }

  /** Stands still from now on. Forgets a stop that was not reached. */
  pause(): void {
    this.#target = undefined;
    this.#jumping = false;
    this.#stopAt(this.now());
  }

  /** Runs again. Forgets a stop that was not reached. */
  resume(): void {
    this.#run(undefined);
  }

  /**
   * Stops the clock at what is named: a number stops it as soon as exactly so many frames have been sent
   * (0: only the headers), a string when the first frame of a step with that id, or of that kind, is due.
   * Takes effect for the stream that gets there first, now or later, and only once; {@link paused} tells
   * when.
   *
   * @throws ChatMockError `unknown-name`, `invalid-option`
   */
  pauseAt(target: PauseTarget): void {
    if (typeof target === 'number' && !(Number.isInteger(target) && target >= 0)) {
      throw new ChatMockError(
        'invalid-option',
        `pauseAt() takes a whole number of frames, and got ${target}.`,
      );
    }
    const names = this.#names();
    if (typeof target === 'string' && names.size > 0 && !names.has(target)) {
      throw new ChatMockError('unknown-name', `There is no step and no kind of frame "${target}".`, {
        hint: `${didYouMean(target, [...names])} Known are: ${[...names].join(', ')}.`.trim(),
      });
    }
    // A clock that stands has to run to get there.
    this.#run(target);
  }

  /** Resolves when the clock stands where `pauseAt` said, or stands anyway. */
  async paused(options: Timed = {}): Promise<ClockState> {
    if (!this.#time.stands && this.#target === undefined) {
      throw new ChatMockError('not-paused', 'The clock is running, and nothing is going to pause it.', {
        hint: 'Call pauseAt(step id, kind or number of frames) before the request.',
      });
    }
    await this.#standing(beginWait(options));
    return this.state();
  }

  /**
   * Sends exactly `count` frames, whenever they would be due, and resolves when they are written.
   * With several streams, the one that is due first goes first.
   */
  next(count = 1, options: Timed = {}): Promise<ClockState> {
    return this.#inTurn(options, async (wait) => {
      if (!(Number.isInteger(count) && count >= 0)) {
        throw new ChatMockError('invalid-option', `next() takes a whole number of frames, and got ${count}.`);
      }
      await this.#mustStand('next()', wait);
      for (let sent = 0; sent < count; ) {
        const track = this.#waiting.first();
        if (track === undefined) throw this.#nothingToStep(sent, count);
        const before = track.sent;
        await this.#letThrough(track, wait);
        // Coming to a hold is not a step; a fault is one, and ends its stream.
        if (track.sent > before || !this.#tracks.has(track) || track.stalled) sent++;
        if (sent < count && !this.#time.stands) throw this.#resumed(`${sent} of ${count} frames were sent`);
      }
      return this.state();
    });
  }

  /**
   * Advances virtual time by `ms` and resolves when everything due by then is written. A running
   * clock jumps ahead and keeps running.
   */
  runFor(ms: number, options: Timed = {}): Promise<ClockState> {
    return this.#inTurn(options, async (wait) => {
      if (!(ms >= 0 && Number.isFinite(ms)))
        throw new ChatMockError('invalid-option', `runFor() takes milliseconds of 0 or more, and got ${ms}.`);
      if (this.#target !== undefined) await this.#mustStand('runFor()', wait);
      if (this.#time.stands) await this.#advance(ms, wait);
      else await this.#jump(ms, wait);
      return this.state();
    });
  }

  /** A stream begins. */
  add(track: Track): void {
    this.#tracks.add(track);
    this.#notify();
  }

  /** A stream has ended, for whatever reason. */
  remove(track: Track): void {
    this.#tracks.delete(track);
    this.#waiting.remove(track);
    if (this.#granted === track) this.#granted = undefined;
    if (this.#tracks.size === 0) this.#waiting.sleep();
    this.#notify();
  }

  /** Whether a track may send now what is due at `due`. Stops the clock if it was told to stop there. */
  mayPass(track: Track, due: number, stop: Stop): boolean {
    if (this.#granted === track) {
      this.#granted = undefined;
      this.#time.atLeast(due);
      return true;
    }
    if (this.#time.stands) return false;
    if (this.stopsAfter(stop)) return false;
    if (this.#time.speed !== 0 && due > this.now() + GRAIN) return false;
    if (this.#target !== undefined && (this.#target === stop.step || this.#target === stop.kind)) {
      this.#stopFor(due);
      return false;
    }
    if (this.#time.speed === 0) this.#time.atLeast(due);
    return true;
  }

  /** Whether the clock was told to stop once so many frames are sent. It stops, then. */
  stopsAfter({ sent, since }: Pick<Stop, 'sent' | 'since'>): boolean {
    if (this.#target !== sent) return false;
    this.#stopFor(Math.max(since, this.#targetSet));
    return true;
  }

  /** A track has something that it may not send yet: it is woken when it is due. */
  park(track: Track): void {
    this.#waiting.add(track);
  }

  /** A track no longer waits for its time. */
  unpark(track: Track): void {
    this.#waiting.remove(track);
  }

  /** Calls back at every change, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Something that a waiting call may be looking for has changed. */
  notify(): void {
    this.#notify();
  }

  #run(target: PauseTarget | undefined): void {
    // First of all: what is woken may be where to stop.
    this.#target = target;
    this.#targetSet = this.now();
    this.#jumping = false;
    this.#time.run();
    this.#waiting.wakeAll();
    this.#notify();
  }

  /** The stop that was asked for. What is late at a clock that was taken ahead does not take it back. */
  #stopFor(virtual: number): void {
    this.#target = undefined;
    this.#stopAt(Math.max(this.#time.base, virtual));
  }

  #stopAt(virtual: number): void {
    this.#time.standAt(virtual);
    this.#waiting.sleep();
    this.#notify();
  }

  /** Takes a clock that stands ahead. */
  async #advance(ms: number, wait: Wait): Promise<void> {
    await this.#quiet(wait);
    const end = this.now() + ms;
    const first = () => this.#waiting.first();
    for (let track = first(); track !== undefined && track.due <= end; track = first()) {
      await this.#letThrough(track, wait);
      if (!this.#time.stands) throw this.#resumed(`${Math.max(0, end - this.now())} of ${ms} ms were left`);
    }
    this.#time.atLeast(end);
  }

  /** Takes a running clock ahead: it stands meanwhile, unless it is told otherwise. */
  async #jump(ms: number, wait: Wait): Promise<void> {
    this.pause();
    this.#jumping = true;
    try {
      await this.#advance(ms, wait);
    } finally {
      if (this.#jumping) this.resume();
    }
  }

  async #letThrough(track: Track, wait: Wait): Promise<void> {
    this.#waiting.remove(track);
    this.#granted = track;
    track.wake();
    await this.#quiet(wait);
  }

  /** Resolves when everything that was let through has been written. */
  #quiet(wait: Wait): Promise<void> {
    const quiet = () => [...this.#tracks].every((track) => !track.busy);
    return this.#until(quiet, () => 'the client to read what was sent', wait);
  }

  async #standing(wait: Wait): Promise<void> {
    const wanted = () => `the clock to stop at ${describeTarget(this.#target)}`;
    await this.#until(() => this.#time.stands, wanted, wait);
    await this.#quiet(wait);
  }

  async #mustStand(call: string, wait: Wait): Promise<void> {
    if (this.#time.stands || this.#target !== undefined) return this.#standing(wait);
    throw new ChatMockError('not-paused', `${call} steps a clock that stands, and this one is running.`, {
      hint: 'Call pauseAt(step id, kind or number of frames), or pause(), first.',
    });
  }

  #resumed(how: string): ChatMockError {
    return new ChatMockError('not-paused', `The clock was set running while it was stepped: ${how}.`);
  }

  #nothingToStep(sent: number, wanted: number): ChatMockError {
    const done = sent === 0 ? '' : ` ${sent} of ${wanted} frames were sent.`;
    const held = [...this.#tracks].map((track) => track.state().heldAt).filter((name) => name !== undefined);
    if (held.length > 0) {
      const names = [...new Set(held)].map((name) => `"${name}"`).join(', ');
      return new ChatMockError(
        'held',
        `Nothing can be stepped: the stream waits at the hold ${names}.${done}`,
        {
          hint: 'Release it first.',
        },
      );
    }
    if (this.#tracks.size > 0) {
      const saw = describeState(this.state());
      return new ChatMockError('nothing-to-step', `No open stream has a frame to send: ${saw}.${done}`);
    }
    return new ChatMockError('nothing-to-step', `Nothing is streaming in this session.${done}`, {
      hint: 'Call pauseAt(0) before the request to hold it from its first frame on.',
    });
  }

  async #inTurn<T>(options: Timed, step: (wait: Wait) => Promise<T>): Promise<T> {
    const wait = beginWait(options);
    const before = this.#steps;
    const mine = this.#turn(before, wait).then(() => step(wait));
    // One that gave up waiting for its turn does not let the next one go before those that have theirs.
    this.#steps = Promise.allSettled([before, mine]).then(() => undefined);
    return mine;
  }

  #turn(before: Promise<void>, wait: Wait): Promise<void> {
    let over = false;
    return within(wait, {
      condition: () => over,
      wanted: () => 'the steps before it',
      saw: () => describeState(this.state()),
      watch: (listener) => {
        void before.then(() => {
          over = true;
          listener();
        });
        return () => undefined;
      },
    });
  }

  #notify(): void {
    for (const listener of [...this.#changed]) listener();
  }

  #until(condition: () => boolean, wanted: () => string, wait: Wait): Promise<void> {
    return within(wait, {
      condition,
      wanted,
      saw: () => describeState(this.state()),
      watch: (on) => this.watch(on),
    });
  }
}

function describeTarget(target: PauseTarget | undefined): string {
  if (target === undefined) return 'a stop';
  return typeof target === 'number' ? `${target} frames sent` : `"${target}"`;
}
