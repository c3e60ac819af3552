import { exchangeOf } from '../record/from-journal.ts';
import { Recorder } from '../record/recorder.ts';
import { requestOf, view } from './views.ts';

/** A scenario as the text of a file, and the name in it. */
export interface ScenarioText {
  readonly name: string;
  readonly yaml: string;
}

/** Of a server alone: a page has no YAML. */
export const SCENARIO_OF_REQUEST = view(
  'GET /requests/:number/scenario',
  'The exchange as the text of a scenario that answers so again.',
  async ({ journal }, { number }, { access }): Promise<ScenarioText> => {
    const taken = access.scenarios().map(({ name }) => name);
    const entry = requestOf(journal, number).entry();
    const { name, yaml } = await new Recorder({ taken }).add(exchangeOf(entry));
    return { name, yaml };
  },
);
