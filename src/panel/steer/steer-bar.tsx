import type { ComponentChild } from 'preact';
import { usePanel } from '../context.ts';
import { Combobox } from '../kit/combobox.tsx';
import { find } from '../kit/find.ts';
import {
  DropIcon,
  FailIcon,
  NextIcon,
  PauseIcon,
  PlayIcon,
  ResetIcon,
  SpeedIcon,
  StepIcon,
  TargetIcon,
  UnlockIcon,
} from '../kit/icons.tsx';
import { useTopic, useTopicSlowly } from '../store/topic.ts';
import { type Action, actionsOf, failNext, failOpen, pauseBefore, setSpeed } from './actions.ts';
import { CodeStrip } from './code-strip.tsx';
import { useErrors } from './errors.ts';
import { PAUSE_BEFORE, useFocusAtStop } from './focus-at-stop.ts';
import { errorOption, FAULT_OPTIONS, pauseTarget, SPEEDS, speedText, targetsOf } from './options.ts';

/** The controls: what the verbs of a test do, with the line of code for each. */
export function SteerBar() {
  const { store, steering } = usePanel();
  const { looks } = steering;
  useTopic(store.clocks);
  useTopic(store.list);
  // What comes next changes with each frame.
  useTopicSlowly(store.ticks, 120);
  const errors = useErrors().map(errorOption);
  const { toggle, step, toNext, release, drop, reset, next, held } = actionsOf(store);
  const streaming = store.live.length > 0;
  const awaitStop = useFocusAtStop(store);

  /** What a menu of actions has besides its options; `usual` is the choice whose line its closed button shows. */
  const menu = (actionOf: (value: string) => Action, usual: string) => ({
    onPick: async (value: string) => {
      looks.forget();
      const action = actionOf(value);
      if (!streaming && action.call.method === 'clock.pauseAt') awaitStop();
      // The keys go on there: from frame to frame, from request to request.
      if ((await steering.run(action)) && streaming) find(`row-${store.live.at(-1)?.number}`)?.focus();
    },
    onLook: (value: string | undefined) => looks.hold(value === undefined ? {} : actionOf(value)),
    shows: looks.shows(actionOf(usual)),
    onLeave: () => looks.forget(),
  });
  return (
    <section class="steer" aria-label="Steering">
      <div class="steer-controls" role="toolbar" aria-label="Steering" onKeyDown={rove}>
        <span class="group">
          <Control
            action={toggle}
            icon={toggle.id === 'pause' ? <PauseIcon /> : <PlayIcon />}
            strong={store.clock.paused && !streaming}
          />
          <Control action={step} icon={<StepIcon />} strong={step.disabled === undefined} />
          <Control action={toNext} icon={<NextIcon />} where={next?.words ?? ''} />
          <Combobox
            label="Pause before"
            id={PAUSE_BEFORE}
            options={targetsOf(store.live.flatMap(({ ahead }) => ahead))}
            free
            placeholder="A kind of frame, a step, a number of frames"
            {...menu((value) => pauseBefore(store, pauseTarget(value)), 'sources')}
          >
            <TargetIcon />
            <span>Pause before …</span>
          </Combobox>
          <Control
            action={release}
            icon={<UnlockIcon />}
            where={held ?? ''}
            strong={release.disabled === undefined}
          />
        </span>
        <span class="group">
          <Combobox
            label="Fail the next request"
            id="fail-next"
            options={[...errors, ...FAULT_OPTIONS]}
            placeholder="An error code, a status, a fault"
            {...menu(failNext, 'too_many_search_requests')}
          >
            <FailIcon />
            <span>Fail next</span>
          </Combobox>
          <Combobox
            label="Fail the open streams"
            options={errors}
            disabled={drop.disabled}
            placeholder="An error code or a status"
            {...menu(failOpen, 'internal')}
          >
            <FailIcon />
            <span>Fail open</span>
          </Combobox>
          <Control action={drop} icon={<DropIcon />} />
        </span>
        <span class="group">
          <Combobox
            label="Speed"
            options={SPEEDS}
            value={String(store.clock.speed)}
            free
            placeholder="2 is twice as fast, 0 does not wait"
            {...menu((value) => setSpeed(Number(value)), '0')}
          >
            <SpeedIcon />
            <span class="number">{speedText(store.clock.speed)}</span>
          </Combobox>
          <Control action={reset} icon={<ResetIcon />} />
        </span>
      </div>
      <CodeStrip />
    </section>
  );
}

interface ControlProps {
  readonly action: Action;
  readonly icon: ComponentChild;
  readonly strong?: boolean;
  /** What it is about now; its place keeps its width. */
  readonly where?: string;
}

function Control({ action, icon, strong = false, where }: ControlProps) {
  const { steering } = usePanel();
  const { call, label, key, disabled, id, does = call.does } = action;
  const title = `${does}${key === undefined ? '' : ` Key: ${key}`}${disabled === undefined ? '' : ` Not now: ${disabled}`}`;
  return (
    <button
      type="button"
      class={strong ? 'button strong' : 'button'}
      data-action={id}
      // Not `disabled`: what it would do, and why it cannot, is there for everybody to read.
      aria-disabled={disabled !== undefined}
      aria-keyshortcuts={key}
      title={title}
      {...steering.looks.shows(action)}
      onClick={() => void steering.run(action)}
    >
      {icon}
      <span>{label}</span>
      {where !== undefined && <span class="where">{where}</span>}
      {key !== undefined && (
        <kbd class="key" aria-hidden="true">
          {key}
        </kbd>
      )}
    </button>
  );
}

/** Left and right go from control to control. */
function rove(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const from = event.target;
  if (step === undefined || !(from instanceof HTMLElement) || from.tagName === 'INPUT') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')].filter(
    (one) => !one.closest('.popover'),
  );
  const next = all[(all.indexOf(from) + step + all.length) % all.length];
  next?.focus();
  event.preventDefault();
}
