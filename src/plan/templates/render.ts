import { requestOfRound, toolRound } from '../../meilisearch/conversation.ts';
import type { Path } from '../../scenario/problems/problem.ts';
import type { ErrorSpec } from '../../scenario/schema.ts';
import { renderTemplate, type TemplateValues } from '../../scenario/templates/engine.ts';
import { mapError, mapStep, type Write } from '../../scenario/templates/fields.ts';
import { TemplateError } from '../../scenario/templates/template-error.ts';
import { isTemplate } from '../../scenario/templates/template-text.ts';
import { withDocuments } from '../documents.ts';
import type { PlacedStep } from '../script.ts';
import { seedOf } from '../seed.ts';
import type { Turns } from '../turns.ts';
import type { PlanRequest, PlanTools } from '../types.ts';
import { templateValues } from './values.ts';

/** The steps that answer, and those of the responses of the same reply before it. */
interface Script {
  readonly steps: readonly PlacedStep[];
  /** The latest last. */
  readonly before: readonly (readonly PlacedStep[])[];
}

/**
 * The steps of a script without templates: rendered one after the other, so that each knows the documents that the searches
 * before it found, also those of the responses before a call of the client's functions.
 *
 * @throws TemplateError
 */
export async function renderSteps(
  request: PlanRequest,
  { steps, before }: Script,
  tools: PlanTools,
  turns: Turns,
): Promise<PlacedStep[]> {
  const found: unknown[] = [];
  const rendered = async (script: readonly PlacedStep[], asked: PlanRequest) => {
    const seed = ((await seedOf(asked, turns)) + asked.seed) >>> 0;
    const values = templateValues(asked, found, tools.quote ?? ((text) => text));
    return withDocuments(script, tools.generator, seed, {
      found,
      render: async ({ step, path }) => {
        if (turns.due) await turns.next();
        return { step: mapStep(step, writer(values, path)), path };
      },
    });
  };
  const round = toolRound(request.body);
  for (const [index, script] of before.entries()) {
    // Only what was found counts here.
    const searches = script.filter(({ step }) => 'search' in step || 'toolCall' in step);
    if (!searches.some(({ step }) => 'search' in step)) continue;
    const body = requestOfRound(request.body, round - before.length + index);
    await rendered(searches, { ...request, body });
  }
  return rendered(steps, request);
}

/** An HTTP error without templates. */
export function renderError(error: ErrorSpec, path: Path, request: PlanRequest, tools: PlanTools): ErrorSpec {
  return mapError(error, writer(templateValues(request, [], tools.quote ?? ((text) => text)), path));
}

const writer =
  (values: TemplateValues, at: Path): Write =>
  (text, path) => {
    if (!isTemplate(text)) return text;
    const rendered = renderTemplate(text, values);
    if ('mistake' in rendered) throw new TemplateError(rendered.mistake, [...at, ...path]);
    return rendered.text;
  };
