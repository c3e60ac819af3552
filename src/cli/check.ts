import { type LoadReport, ScenarioFiles } from '../hosts/server/scenario-files.ts';
import { loadProver } from '../proof/guard.ts';
import type { ScenarioProof } from '../simulator/prove-scenario.ts';
import { Simulator } from '../simulator/simulator.ts';
import type { CheckArguments } from './arguments.ts';
import { counted } from './banner.ts';
import { checkTable, resultOf } from './check-table.ts';
import { type Io, styleFor } from './io.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';
import { findScenarios, type ScenarioPath } from './scenario-path.ts';

/**
 * Plans every scenario, streamed and not, and proves each answer. Tells of all of them at once.
 *
 * @returns the exit code: 1 when anything is wrong, or when there is nothing to check
 */
export async function check(args: CheckArguments, io: Io): Promise<number> {
  const { path, from } = findScenarios(args.path, io.cwd);
  const simulator = new Simulator({}, loadProver);
  const proofs: ScenarioProof[] = [];
  const files = new ScenarioFiles(path, async (scenario) => {
    const proof = await simulator.prove(scenario);
    proofs.push(proof);
    return proof.problems;
  });
  const report = await files.load();
  const ok = errorsOf(report.problems).length === 0 && proofs.length > 0;
  const text = args.json ? asJson(ok, proofs, report) : asText(proofs, report, { path, from }, io);
  io.stdout.write(text);
  return ok ? 0 : 1;
}

function asJson(ok: boolean, proofs: readonly ScenarioProof[], report: LoadReport): string {
  const scenarios = proofs.map((proof) => {
    const { name, file } = proof.scenario;
    return { name, file, line: proof.scenario.locate([]).line, ...resultOf(proof) };
  });
  return `${JSON.stringify({ ok, files: report.files, scenarios, problems: report.problems }, undefined, 2)}\n`;
}

function asText(
  proofs: readonly ScenarioProof[],
  report: LoadReport,
  { path, from }: ScenarioPath,
  io: Io,
): string {
  const style = styleFor(io.stdout, io.env);
  if (proofs.length === 0 && report.problems.length === 0) {
    return `${style('red', '✗')} There is no scenario in ${from}.\n`;
  }
  const [errors, warnings] = [errorsOf(report.problems).length, warningsOf(report.problems).length];
  const summary = [
    `${counted(proofs.length, 'scenario')} in ${counted(report.files, 'file')} from ${from}`,
    errors === 0 ? style('green', 'all right') : style('red', counted(errors, 'error')),
    ...(warnings === 0 ? [] : [style('yellow', counted(warnings, 'warning'))]),
  ];
  const problems = problemLines(report.problems, style);
  const lines = [
    '',
    ...(proofs.length === 0 ? [] : [...checkTable(proofs, path, style).map((line) => `  ${line}`), '']),
    ...(problems.length === 0 ? [] : [...problems, '']),
    `  ${summary.join(' · ')}`,
    '',
  ];
  return lines.join('\n').concat('\n');
}
