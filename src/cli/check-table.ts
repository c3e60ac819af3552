import { basename, relative, resolve } from 'node:path';
import type { ScenarioProof } from '../simulator/prove-scenario.ts';
import { counted } from './banner.ts';
import type { Style } from './io.ts';
import { duration } from './request-lines.ts';
import { clip, pad, widthOf } from './width.ts';

/** What checking a scenario came to. */
export interface CheckResult {
  readonly ok: boolean;
  /** How many answers it can give were held against the document. */
  readonly answers: number;
  /** Frames of all its streams; 0 when it answers without one. */
  readonly frames: number;
  /** How long its streams take, in ms of virtual time, without holds. */
  readonly duration: number;
  /** The statuses it answers with. */
  readonly statuses: readonly number[];
  /** The faults in which its streams end. */
  readonly faults: readonly string[];
  /** The holds at which its streams wait. */
  readonly holds: readonly string[];
  readonly errors: number;
}

export function resultOf({ runs, problems }: ScenarioProof): CheckResult {
  const plans = runs.filter(({ stream }) => stream).map(({ plan }) => plan);
  const items = plans.filter(({ mode }) => mode === 'stream').flatMap((plan) => plan.items);
  return {
    ok: problems.length === 0,
    answers: runs.length,
    frames: items.filter(({ type }) => type === 'frame').length,
    duration: sum(plans.map((plan) => plan.items.at(-1)?.at ?? 0)),
    statuses: [...new Set(plans.map(({ status }) => status))],
    faults: [...new Set(items.flatMap((item) => (item.type === 'fault' ? [item.fault] : [])))],
    holds: [...new Set(items.flatMap((item) => (item.type === 'hold' ? [item.name] : [])))],
    errors: problems.length,
  };
}

const HEAD = ['scenario', 'file', 'frames', 'time', 'result'] as const;
/** Together with what stands between them, the columns fit 80. */
const LONGEST_NAME = 26;
const LONGEST_FILE = 24;

/**
 * A line for each scenario, in columns.
 *
 * @param path what was checked: files are named from there
 */
export function checkTable(proofs: readonly ScenarioProof[], path: string, style: Style): string[] {
  const rows = proofs.map((proof) => cells(proof, path));
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[], last = row[4] ?? '') =>
    [
      ...row.slice(0, 4).map((cell, column) => pad(cell, widths[column] ?? 0, column < 2 ? 'start' : 'end')),
      last,
    ].join('  ');
  return [
    style('dim', line(HEAD)),
    ...rows.map((row, index) => line(row, colored(row[4] ?? '', proofs[index], style))),
  ];
}

function cells(proof: ScenarioProof, path: string): string[] {
  const result = resultOf(proof);
  const { name, file = '' } = proof.scenario;
  return [
    clip(name, LONGEST_NAME),
    shorten(relative(path, resolve(file)) || basename(file)),
    result.frames === 0 ? '–' : String(result.frames),
    result.frames === 0 ? '–' : duration(result.duration),
    outcome(result),
  ];
}

/** The end of a path says more than its beginning. */
function shorten(file: string): string {
  const parts = file.split(/[\\/]/);
  while (parts.length > 1 && parts.join('/').length > LONGEST_FILE) parts.shift();
  return clip(parts.join('/'), LONGEST_FILE);
}

function outcome({ ok, errors, statuses, faults, holds }: CheckResult): string {
  if (!ok) return `✗ ${counted(errors, 'error')}`;
  const special = [
    ...(statuses.every((status) => status === 200) ? [] : statuses),
    ...(holds.length === 0 ? [] : [counted(holds.length, 'hold')]),
    ...faults,
  ];
  return special.length === 0 ? '✓' : `✓ ${special.join(', ')}`;
}

function colored(text: string, proof: ScenarioProof | undefined, style: Style): string {
  const ok = proof?.problems.length === 0;
  return style(ok ? 'green' : 'red', text.slice(0, 1)) + (ok ? style('dim', text.slice(1)) : text.slice(1));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
