import type { ErrorInfo } from '../../control/views.ts';
import { FAULTS } from '../../scenario/faults.ts';
import type { Option } from '../kit/combobox.tsx';

/** What a stream can be paused before, besides the steps of its scenario. */
const TARGETS: readonly Option[] = [
  ['sources', 'the results of a search'],
  ['progress', 'the beginning of a search'],
  ['text', 'the next piece of the answer'],
  ['hold', 'a hold of the scenario'],
  ['error', 'an error event'],
  ['finish', 'the last chunk, with finish_reason'],
  ['done', 'the [DONE] line'],
  ['toolCall', 'a call of a function of yours'],
  ['0', 'the first frame: only the headers are sent', 'the first frame'],
].map(([value = '', hint, label = value]) => ({ value, label, hint }));

export const pauseTarget = (value: string) => (/^\d+$/.test(value) ? Number(value) : value);

/** Those of the open streams first. */
export function targetsOf(ahead: readonly { kind: string; name: string | undefined }[]): Option[] {
  const steps = ahead.flatMap(({ kind, name }) =>
    name === undefined || kind === 'hold' || kind === 'fault' ? [] : [name],
  );
  return [
    ...[...new Set(steps)].map((name) => ({ value: name, label: name, hint: 'a step of the open stream' })),
    ...TARGETS,
  ];
}

export const errorOption = ({ code, status, type, message }: ErrorInfo): Option => {
  return { value: code, label: code, hint: String(status), words: `${type} ${message}` };
};

export const FAULT_OPTIONS: readonly Option[] = FAULTS.map((fault) => ({
  value: `fault ${fault}`,
  label: fault,
  hint: 'fault',
  words: 'fault connection stream',
}));

export const SPEEDS: readonly Option[] = [0, 0.1, 0.25, 0.5, 1, 2, 5, 10].map((speed) => ({
  value: String(speed),
  label: speedText(speed),
  hint: speed === 1 ? 'as the scenario says' : '',
}));

export function speedText(speed: number): string {
  return speed === 0 ? 'no waiting' : `${speed}×`;
}
