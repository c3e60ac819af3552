import { resolve } from 'node:path';
import { ChatMockError } from '../error.ts';
import { shown } from '../hosts/server/find-files.ts';
import { namesFileFor, writeNames } from '../hosts/server/names-file.ts';
import { type LoadReport, ScenarioFiles } from '../hosts/server/scenario-files.ts';
import { loadProver } from '../proof/prism-prover.ts';
import { errorsOf, type Problem, warningsOf } from '../scenario/problems/problem.ts';
import type { ScenarioProof } from '../simulator/prove-scenario.ts';
import { Simulator } from '../simulator/simulator.ts';
import type { CheckArguments } from './arguments.ts';
import { checkTable, summaryOf } from './check-table.ts';
import { type Io, type Style, styleFor } from './io.ts';
import { problemLines } from './problems.ts';
import { createProgress } from './progress.ts';
import { findScenarios, type ScenarioPath } from './scenario-path.ts';
import { counted } from './text.ts';

/** Proves every answer of every scenario. The exit code is 1 if anything is wrong, or if there is nothing to check. */
export async function checkScenarios(args: CheckArguments, io: Io): Promise<number> {
  const place = findScenarios(args.path, io.cwd);
  const { path, from } = place;
  const namesFile = args.types === undefined ? undefined : namesFileOf(args.types, place, io.cwd);
  const simulator = new Simulator({}, loadProver);
  const proofs: ScenarioProof[] = [];
  const progress = createProgress(io);
  const files = new ScenarioFiles(path, async (scenario) => {
    progress.say(`checking ${scenario.file ?? scenario.name} · ${counted(proofs.length, 'scenario')} so far`);
    const proof = await simulator.prove(scenario);
    proofs.push(proof);
    return proof.problems;
  });
  const { problems, ...loaded } = await files.load();
  progress.end();
  const nothing = proofs.length === 0 && errorsOf(problems).length === 0;
  const report = { ...loaded, problems: nothing ? [...problems, nothingIn(from)] : problems };
  const ok = errorsOf(report.problems).length === 0;
  const names = report.scenarios.map(({ name }) => name);
  if (ok && namesFile !== undefined) writeNames(namesFile, names);
  const types = ok && namesFile !== undefined ? shown(namesFile) : undefined;
  const style = styleFor(io.stdout, io.env);
  const result = { ...report, proofs, path, from, types };
  const text = args.json ? asJson(ok, result) : asText(result, style);
  io.stdout.write(`${text}\n`);
  return ok ? 0 : 1;
}

/** Where `--types` writes: to its value, or beside the scenarios. */
function namesFileOf(asked: string, { path, isGallery }: ScenarioPath, cwd: string): string {
  if (asked !== '') return resolve(cwd, asked);
  if (!isGallery) return namesFileFor(path);
  throw new ChatMockError('invalid-option', 'There is no folder of your own to write the names to.', {
    hint: 'Make the folder `scenarios`, or name a file: --types=FILE.',
  });
}

const nothingIn = (from: string): Problem => ({
  severity: 'error',
  message: `There is no scenario in ${from}.`,
  origin: {},
});

function asJson(ok: boolean, { proofs, files, problems, types }: Result): string {
  const scenarios = proofs.map((proof) => {
    const { name, file } = proof.scenario;
    return { name, file, line: proof.scenario.locate([]).line, ...summaryOf(proof) };
  });
  return JSON.stringify({ ok, files, types, scenarios, problems }, undefined, 2);
}

type Result = LoadReport &
  Pick<ScenarioPath, 'path' | 'from'> & {
    readonly proofs: readonly ScenarioProof[];
    /** The file in which the names are declared now. */
    readonly types: string | undefined;
  };

function asText({ proofs, files, problems, path, from, types }: Result, style: Style): string {
  const [errors, warnings] = [errorsOf(problems).length, warningsOf(problems).length];
  const summary = [
    `${counted(proofs.length, 'scenario')} in ${counted(files, 'file')} from ${from}`,
    errors === 0 ? style('green', 'all right') : style('red', counted(errors, 'error')),
    ...(warnings === 0 ? [] : [style('yellow', counted(warnings, 'warning'))]),
    ...(types === undefined ? [] : [`names in ${types}`]),
  ];
  return [
    '',
    ...(proofs.length === 0 ? [] : [...checkTable(proofs, path, style).map((line) => `  ${line}`), '']),
    ...(problems.length === 0 ? [] : [...problemLines(problems, style), '']),
    `  ${summary.join(' · ')}`,
    '',
  ].join('\n');
}
