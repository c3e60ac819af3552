import { type LoadReport, ScenarioFiles } from '../hosts/server/scenario-files.ts';
import { loadProver } from '../proof/prism-prover.ts';
import type { ScenarioProof } from '../simulator/prove-scenario.ts';
import { Simulator } from '../simulator/simulator.ts';
import type { CheckArguments } from './arguments.ts';
import { checkTable, summaryOf } from './check-table.ts';
import { type Io, type Style, styleFor } from './io.ts';
import { errorsOf, problemLines, warningsOf } from './problems.ts';
import { findScenarios, type ScenarioPath } from './scenario-path.ts';
import { counted } from './text.ts';

/**
 * Proves every answer of every scenario, streamed and not, and prints all results at once.
 *
 * @returns the exit code: 1 when anything is wrong, or when there is nothing to check
 */
export async function checkScenarios(args: CheckArguments, io: Io): Promise<number> {
  const source = findScenarios(args.path, io.cwd);
  const simulator = new Simulator({}, loadProver);
  const proofs: ScenarioProof[] = [];
  const files = new ScenarioFiles(source.path, async (scenario) => {
    const proof = await simulator.prove(scenario);
    proofs.push(proof);
    return proof.problems;
  });
  const report = await files.load();
  const ok = errorsOf(report.problems).length === 0 && proofs.length > 0;
  const text = args.json
    ? asJson(ok, proofs, report)
    : asText(proofs, report, source, styleFor(io.stdout, io.env));
  io.stdout.write(`${text}\n`);
  return ok ? 0 : 1;
}

function asJson(ok: boolean, proofs: readonly ScenarioProof[], { files, problems }: LoadReport): string {
  const scenarios = proofs.map((proof) => {
    const { name, file } = proof.scenario;
    return { name, file, line: proof.scenario.locate([]).line, ...summaryOf(proof) };
  });
  return JSON.stringify({ ok, files, scenarios, problems }, undefined, 2);
}

function asText(
  proofs: readonly ScenarioProof[],
  { files, problems }: LoadReport,
  { path, from }: ScenarioPath,
  style: Style,
): string {
  if (proofs.length === 0 && problems.length === 0)
    return `${style('red', '✗')} There is no scenario in ${from}.`;
  const [errors, warnings] = [errorsOf(problems).length, warningsOf(problems).length];
  const summary = [
    `${counted(proofs.length, 'scenario')} in ${counted(files, 'file')} from ${from}`,
    errors === 0 ? style('green', 'all right') : style('red', counted(errors, 'error')),
    ...(warnings === 0 ? [] : [style('yellow', counted(warnings, 'warning'))]),
  ];
  return [
    '',
    ...(proofs.length === 0 ? [] : [...checkTable(proofs, path, style).map((line) => `  ${line}`), '']),
    ...(problems.length === 0 ? [] : [...problemLines(problems, style), '']),
    `  ${summary.join(' · ')}`,
    '',
  ].join('\n');
}
