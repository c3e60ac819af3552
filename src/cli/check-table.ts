import { basename, relative, resolve } from 'node:path';
import { errorsOf } from '../scenario/problems/problem.ts';
import type { ScenarioProof } from '../simulator/prove-scenario.ts';
import type { Style } from './io.ts';
import { clip, counted, duration, widthOf } from './text.ts';

/** The result of checking a scenario, as `check --json` prints it. */
export function summaryOf({ runs, problems }: ScenarioProof) {
  const plans = runs.filter(({ stream }) => stream).map(({ plan }) => plan);
  const items = plans.filter(({ mode }) => mode === 'stream').flatMap((plan) => plan.items);
  return {
    ok: errorsOf(problems).length === 0,
    /** How many answers were checked against the OpenAPI document. */
    answers: runs.length,
    /** Frames of all its streams; 0 when it answers without one. */
    frames: items.filter(({ type }) => type === 'frame').length,
    /** How long its streams take, in ms of virtual time, without holds. */
    duration: plans.reduce((total, plan) => total + (plan.items.at(-1)?.at ?? 0), 0),
    statuses: [...new Set(plans.map(({ status }) => status))],
    /** The faults in which its streams end. */
    faults: [...new Set(items.flatMap((item) => (item.type === 'fault' ? [item.fault] : [])))],
    /** The holds at which its streams wait. */
    holds: [...new Set(items.flatMap((item) => (item.type === 'hold' ? [item.name] : [])))],
    errors: errorsOf(problems).length,
  };
}

/** With these limits a line fits into 80 columns. */
const LONGEST_NAME = 26;
const LONGEST_FILE = 24;

/** A line for each scenario, in columns. Files are named from `path`. */
export function checkTable(proofs: readonly ScenarioProof[], path: string, style: Style): string[] {
  const rows = [HEAD, ...proofs.map((proof) => cellsOf(proof, path))];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
      return column < 2 ? cell + space : space + cell;
    });
    const proof = proofs[index - 1];
    const line = cells.join('  ');
    return proof === undefined ? style('dim', `${line}  result`) : `${line}  ${resultText(proof, style)}`;
  });
}

const HEAD: readonly string[] = ['scenario', 'file', 'frames', 'time'];

function cellsOf(proof: ScenarioProof, path: string): readonly string[] {
  const { name, file = '' } = proof.scenario;
  const summary = summaryOf(proof);
  return [
    clip(name, LONGEST_NAME),
    shorten(relative(path, resolve(file)) || basename(file)),
    ...(summary.frames === 0 ? ['–', '–'] : [String(summary.frames), duration(summary.duration)]),
  ];
}

/** The end of a path says more than its beginning. */
function shorten(file: string): string {
  const parts = file.split(/[\\/]/);
  while (parts.length > 1 && parts.join('/').length > LONGEST_FILE) parts.shift();
  return clip(parts.join('/'), LONGEST_FILE);
}

function resultText(proof: ScenarioProof, style: Style): string {
  const { ok, errors, statuses, faults, holds } = summaryOf(proof);
  if (!ok) return `${style('red', '✗')} ${counted(errors, 'error')}`;
  const special = [
    ...(statuses.every((status) => status === 200) ? [] : statuses),
    ...(holds.length === 0 ? [] : [counted(holds.length, 'hold')]),
    ...faults,
  ];
  return style('green', '✓') + (special.length === 0 ? '' : style('dim', ` ${special.join(', ')}`));
}
