import { useEffect, useState } from 'preact/hooks';
import type { ErrorInfo } from '../../control/views.ts';
import { FAULTS } from '../../scenario/faults.ts';
import { usePanel } from '../context.ts';
import { Combobox, type Option } from '../kit/combobox.tsx';
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
import { countOf } from '../kit/text.ts';
import { useTopic, useTopicSlowly } from '../store/topic.ts';
import { type Action, actionsOf, failNext, failNow, faultNext, setSpeed, stopAt } from './actions.ts';
import { CodeStrip } from './code-strip.tsx';

const SPEEDS = [0, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** What a stream can be stopped at, besides the steps of its scenario. */
const TARGETS: readonly Option[] = [
  ['sources', 'what a search has found'],
  ['progress', 'a search begins'],
  ['text', 'the first word'],
  ['hold', 'a hold of the scenario'],
  ['error', 'an error event'],
  ['finish', 'the last chunk'],
  ['done', 'the end'],
  ['toolCall', 'a call of a function of yours'],
  ['0', 'before the first frame'],
].map(([value = '', hint = '']) => ({ value, label: value === '0' ? 'the headers' : value, hint }));

/** The controls: what the verbs of a test do, with the line of code for each. */
export function SteerBar() {
  const { store, steering } = usePanel();
  useTopic(store.clocks);
  useTopic(store.list);
  // What comes next changes with each frame.
  useTopicSlowly(store.ticks, 120);
  const errors = useErrors();
  const { toggle, step, toNext, release, drop, reset } = actionsOf(store);
  const run = (action: Action) => void steering.run(action);
  return (
    <section class="steer" aria-label="Steering">
      <div class="steer-controls" role="toolbar" aria-label="Steering" onKeyDown={rove}>
        <span class="group">
          <Control action={toggle} icon={toggle.id === 'pause' ? <PauseIcon /> : <PlayIcon />} />
          <Control action={step} icon={<StepIcon />} strong={step.disabled === undefined} />
          <Control action={toNext} icon={<NextIcon />} />
          <Combobox
            label="Stop at"
            id="stop-at"
            options={targetsOf(store.live.flatMap(({ ahead }) => ahead))}
            free
            placeholder="A kind of frame, a step, a number of frames"
            onPick={(value) => run(stopAt(targetOf(value)))}
            onLook={(value) => steering.look(stopAt(targetOf(value)).call)}
          >
            <TargetIcon />
            <span>
              {store.clock.pausingAt === undefined ? 'Stop at' : `Stops at ${store.clock.pausingAt}`}
            </span>
          </Combobox>
          <Control action={release} icon={<UnlockIcon />} strong={release.disabled === undefined} />
        </span>
        <span class="group">
          <Combobox
            label="Fail the next request"
            id="fail-next"
            options={[...errors, ...FAULT_OPTIONS]}
            placeholder="An error code, a status, a fault"
            onPick={(value) => run(failureOf(value))}
            onLook={(value) => steering.look(failureOf(value).call)}
          >
            <FailIcon />
            <span>Fail next</span>
          </Combobox>
          <Combobox
            label="Fail the open streams"
            options={errors}
            disabled={store.live.length === 0}
            placeholder="An error code or a status"
            onPick={(value) => run(failNow(value))}
            onLook={(value) => steering.look(failNow(value).call)}
          >
            <FailIcon />
            <span>Fail open</span>
          </Combobox>
          <Control action={drop} icon={<DropIcon />} />
        </span>
        <span class="group">
          <Combobox
            label="Speed"
            options={SPEEDS.map(speedOption)}
            value={String(store.clock.speed)}
            free
            placeholder="2 is twice as fast, 0 does not wait"
            onPick={(value) => run(setSpeed(Number(value)))}
            onLook={(value) => steering.look(setSpeed(Number(value)).call)}
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

function Control({
  action,
  icon,
  strong = false,
}: {
  action: Action;
  icon: preact.ComponentChild;
  strong?: boolean;
}) {
  const { steering } = usePanel();
  const { call, label, key, disabled, id } = action;
  const title = `${call.does}${key === undefined ? '' : ` Key: ${key}`}${disabled === undefined ? '' : ` Not now: ${disabled}.`}`;
  return (
    <button
      type="button"
      class={strong ? 'button strong' : 'button'}
      data-action={id}
      // Not `disabled`: what it would do, and why it cannot, is there for everybody to read.
      aria-disabled={disabled !== undefined}
      aria-keyshortcuts={key}
      title={title}
      onPointerEnter={() => steering.look(call)}
      onFocus={() => steering.look(call)}
      onClick={() => void steering.run(action)}
    >
      {icon}
      <span>{label}</span>
      {key !== undefined && (
        <kbd class="key" aria-hidden="true">
          {key}
        </kbd>
      )}
    </button>
  );
}

/** How time stands, in a word. */
export function ClockBadge() {
  const { store } = usePanel();
  useTopic(store.clocks);
  useTopic(store.list);
  const { paused, pausingAt, speed } = store.clock;
  const open = store.live;
  const held = open.filter(({ heldAt }) => heldAt !== undefined);
  const [tone, text] = paused
    ? ['hold', 'Time stands']
    : held.length > 0
      ? ['hold', `Held at ${held[0]?.heldAt?.name ?? 'a hold'}`]
      : pausingAt !== undefined
        ? ['wait', `Will stop at ${pausingAt}`]
        : open.length > 0
          ? ['run', speed === 0 ? 'Runs without waiting' : 'Time runs']
          : ['idle', 'Idle'];
  return (
    <span class={`clock-state ${tone}`}>
      <span class="dot" aria-hidden="true" />
      <span class="clock-words">
        <strong>{text}</strong>
        <span class="number">{countOf(open.length, 'open stream')}</span>
      </span>
    </span>
  );
}

let known: Promise<readonly Option[]> | undefined;

/** The error codes of the catalogue, those that chat clients meet first. */
function useErrors(): readonly Option[] {
  const { store } = usePanel();
  const [errors, setErrors] = useState<readonly Option[]>([]);
  useEffect(() => {
    known ??= store.call<ErrorInfo[]>('GET /errors').then((all) => all.sort(byUse).map(errorOption));
    void known.then(setErrors, () => {
      known = undefined;
    });
  }, [store]);
  return errors;
}

const COMMON = [
  'too_many_search_requests',
  'internal',
  'chat_not_found',
  'invalid_api_key',
  'missing_authorization_header',
  'index_not_found',
  'feature_not_enabled',
  'payload_too_large',
];

function byUse(a: ErrorInfo, b: ErrorInfo): number {
  const rank = ({ code }: ErrorInfo) => (COMMON.indexOf(code) + COMMON.length + 1) % (COMMON.length + 1);
  return rank(a) - rank(b) || a.code.localeCompare(b.code);
}

const errorOption = ({ code, status, type, message }: ErrorInfo): Option => {
  return { value: code, label: code, hint: String(status), words: `${type} ${message}` };
};

const FAULT_OPTIONS = FAULTS.map((fault) => ({
  value: `fault ${fault}`,
  label: fault,
  hint: 'fault',
  words: 'fault connection stream',
}));

function failureOf(value: string): Action {
  const fault = FAULTS.find((one) => value === `fault ${one}`);
  return fault === undefined ? failNext(value) : faultNext(fault);
}

const targetOf = (value: string) => (/^\d+$/.test(value) ? Number(value) : value);

function targetsOf(ahead: readonly { kind: string; name: string | undefined }[]): Option[] {
  const names = new Set(
    ahead.flatMap(({ kind, name }) =>
      name === undefined || kind === 'hold' || kind === 'fault' ? [] : [name],
    ),
  );
  return [
    ...[...names].map((name) => ({ value: name, label: name, hint: 'step of the open stream' })),
    ...TARGETS,
  ];
}

const speedText = (speed: number) => (speed === 0 ? 'no waiting' : `${speed}×`);
const speedOption = (speed: number): Option => {
  return { value: String(speed), label: speedText(speed), hint: speed === 1 ? 'as the scenario says' : '' };
};

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
