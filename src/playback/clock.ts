import { didYouMean } from '../did-you-mean.ts';
import { ChatMockError } from '../error.ts';
import { timers } from '../timers.ts';
import { type ClockState, describeState, type PauseTarget } from './clock-state.ts';
import { MissWatch } from './miss.ts';
import { Timeline, type Track } from './timeline.ts';
import { beginWait, type Timed, type Wait, within } from './waiting.ts';

/** A page that steps without mistakes does not load what is said of them. */
const errors = () => import('./clock-errors.ts');

/** The verbs that drive the time of one session: they let it run, stop it, and step it. */
export class Clock {
  /** What the streams of the session play by. */
  readonly timeline: Timeline;
  readonly #names: () => ReadonlySet<string>;
  readonly #fullSpeed: number;
  /** Whether time stands only while `runFor` takes running time ahead. */
  #jumping = false;
  /** The calls that step, in the order in which they came: the first one has its turn. */
  readonly #steps = new Set<unknown>();

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
    const { speed = 1, names = () => new Set(), realNow = () => timers.now() } = options;
    this.#fullSpeed = speed;
    this.#names = names;
    this.timeline = new Timeline(speed, realNow);
  }

  /** Runs again, at the speed that it was made with. */
  reset(): void {
    this.resume();
    this.setSpeed(this.#fullSpeed);
  }

  /** Virtual milliseconds since the clock began. */
  now(): number {
    return this.timeline.now();
  }

  state(): ClockState {
    return this.timeline.state();
  }

  /** Virtual seconds a real second, from now on; 0 does not wait at all. */
  setSpeed(speed: number): void {
    if (!(speed >= 0) || !Number.isFinite(speed)) {
      throw new ChatMockError('invalid-option', `The speed must be a number of 0 or more, and is ${speed}.`, {
        hint: 'Use 2 for twice as fast, 0 not to wait at all.',
      });
    }
    this.timeline.setSpeed(speed);
  }

  /** Stands still from now on. Forgets a stop that was not reached. */
  pause(): void {
    this.#jumping = false;
    this.timeline.stop();
  }

  /** Runs again. Forgets a stop that was not reached. */
  resume(): void {
    this.#jumping = false;
    this.timeline.run();
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
    if (typeof target === 'number') mustCountFrames('pauseAt()', target);
    const names = this.#names();
    if (typeof target === 'string' && names.size > 0 && !names.has(target)) {
      throw new ChatMockError('unknown-name', `There is no step and no kind of frame "${target}".`, {
        hint: `${didYouMean(target, [...names])} Known are: ${[...names].join(', ')}.`.trim(),
      });
    }
    this.#jumping = false;
    // A clock that stands has to run to get there.
    this.timeline.run(target);
  }

  /** Resolves when the clock stands where `pauseAt` said, or stands anyway. */
  async paused(options: Timed = {}): Promise<ClockState> {
    if (!this.#stops) throw (await errors()).notPaused('paused()');
    await this.#standing(beginWait(options));
    return this.state();
  }

  /**
   * Sends exactly `count` frames, whenever they would be due, and resolves when they are written.
   * With several streams, the one that is due first goes first.
   */
  next(count = 1, options: Timed = {}): Promise<ClockState> {
    return this.#inTurn(options, async (wait) => {
      mustCountFrames('next()', count);
      if (!this.#stops) throw (await errors()).notPaused('next()');
      await this.#standing(wait);
      for (let sent = 0; sent < count; ) {
        const track = await this.#first(wait);
        if (track === undefined) {
          const state = this.state();
          const saw = describeState(state);
          throw (await errors()).nothingToStep(state, saw, sent, count);
        }
        const before = track.sent;
        await this.#letThrough(track, wait);
        // Coming to a hold is not a step; a fault is one, and ends its stream.
        if (track.sent > before || !this.timeline.has(track) || track.stalled) sent++;
        if (sent < count && !this.timeline.stands)
          throw (await errors()).resumed(`${sent} of ${count} frames were sent`);
      }
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
      if (this.timeline.target !== undefined) await this.#standing(wait);
      if (this.timeline.stands) await this.#advance(ms, wait);
      else await this.#jump(ms, wait);
    });
  }

  /** The stream that is due first. One that waits for its upstream may be it, once something has come. */
  async #first(wait: Wait): Promise<Track | undefined> {
    const { timeline } = this;
    const hasCome = () => timeline.first() !== undefined || !timeline.awaiting;
    if (!hasCome()) await this.#until(hasCome, 'the upstream to send something', wait);
    return timeline.first();
  }

  /** Takes a clock that stands ahead. */
  async #advance(ms: number, wait: Wait): Promise<void> {
    await this.#quiet(wait);
    const end = this.now() + ms;
    const first = () => this.timeline.first();
    for (let track = first(); track !== undefined && track.due <= end; track = first()) {
      await this.#letThrough(track, wait);
      if (!this.timeline.stands) {
        const left = Math.max(0, end - this.now());
        throw (await errors()).resumed(`${left} of ${ms} ms were left`);
      }
    }
    this.timeline.moveTo(end);
  }

  /** Takes a running clock ahead: it stands meanwhile, unless another call decides otherwise. */
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
    this.timeline.letThrough(track);
    await this.#quiet(wait);
  }

  /** Resolves when everything that was let through has been written. */
  #quiet(wait: Wait): Promise<void> {
    return this.#until(() => this.timeline.quiet, 'the client to read what was sent', wait);
  }

  /** Whether the clock stands, or is going to. */
  get #stops(): boolean {
    return this.timeline.stands || this.timeline.target !== undefined;
  }

  async #standing(wait: Wait): Promise<void> {
    const { target } = this.timeline;
    const wanted = typeof target === 'number' ? `${target} frames sent` : `"${target}"`;
    const misses = new MissWatch(wait, () => this.timeline.missed);
    const watch = (listener: () => void) => misses.watch((changed) => this.timeline.watch(changed), listener);
    const over = () => this.timeline.stands || misses.hopeless !== undefined;
    await this.#until(over, `the clock to stop at ${wanted}`, wait, watch);
    const { hopeless } = misses;
    if (hopeless !== undefined && target !== undefined) throw (await errors()).neverCame(hopeless, target);
    await this.#quiet(wait);
  }

  /** Steps are taken one after the other, also when several calls ask for them at once. */
  async #inTurn(options: Timed, step: (wait: Wait) => Promise<void>): Promise<ClockState> {
    const wait = beginWait(options);
    this.#steps.add(step);
    try {
      await this.#until(() => [...this.#steps][0] === step, 'the steps before it', wait);
      await step(wait);
      return this.state();
    } finally {
      this.#steps.delete(step);
      this.timeline.notify();
    }
  }

  #until(
    condition: () => boolean,
    wanted: string,
    wait: Wait,
    watch: (listener: () => void) => () => void = (listener) => this.timeline.watch(listener),
  ): Promise<void> {
    return within(wait, { condition, wanted: () => wanted, saw: () => describeState(this.state()), watch });
  }
}

function mustCountFrames(verb: string, count: number): void {
  if (Number.isInteger(count) && count >= 0) return;
  throw new ChatMockError('invalid-option', `${verb} takes a whole number of frames, and got ${count}.`);
}
