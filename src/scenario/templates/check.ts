import { compilePattern, flagsOf } from '../pattern.ts';
import { formatProblem, type Path, type Problem } from '../problems/problem.ts';
import type { Scenario } from '../scenario.ts';
import { eachText } from './fields.ts';
import { TemplateError, type TemplateMistake } from './template-error.ts';
import { isTemplate } from './template-text.ts';

/** What is wrong with the templates of a scenario. The engine is loaded only if there are any. */
export async function templateProblems(scenario: Scenario): Promise<Problem[]> {
  const texts: { readonly text: string; readonly path: Path }[] = [];
  eachText(scenario.input, (text, path) => {
    if (isTemplate(text)) texts.push({ text, path });
  });
  if (texts.length === 0) return [];
  const { mistakesIn } = await import('./engine.ts');
  const groups = await groupsOf(scenario.input.match?.message);
  return texts.flatMap(({ text, path }) =>
    mistakesIn(text, groups).map((mistake) => templateProblem(scenario, { path, mistake })),
  );
}

async function groupsOf(matcher: string | undefined): Promise<readonly string[] | undefined> {
  if (matcher === undefined) return undefined;
  const pattern = compilePattern(matcher);
  if (pattern.type === 'literal') return ['0'];
  const { groupNames } = await import('../../regex/captures.ts');
  return groupNames(pattern.source, flagsOf(pattern));
}

/** A mistake in a template as a problem of its scenario, at its place in the file. */
export function templateProblem(
  scenario: Scenario,
  { path, mistake }: { readonly path: Path; readonly mistake: TemplateMistake },
): Problem {
  const { message, hint, offset } = mistake;
  return {
    severity: 'error',
    message: `the template cannot be rendered: ${message}`,
    hint,
    origin: scenario.locate(path, offset),
  };
}

/**
 * What to say of a template that failed for a request.
 *
 * @throws the error, if it is about something else
 */
export function templateFailure(scenario: Scenario, error: Error): string {
  if (!(error instanceof TemplateError)) throw error;
  return formatProblem(templateProblem(scenario, error));
}
