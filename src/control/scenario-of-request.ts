import { scenarioText } from './scenario-text.ts';
import { requestOf, view } from './views.ts';

/** Of a server alone: a page has no YAML. */
export const SCENARIO_OF_REQUEST = view(
  'GET /requests/:number/scenario',
  'The exchange as the text of a scenario that answers so again.',
  ({ journal }, { number }, { access }) => {
    const taken = access.scenarios().map(({ name }) => name);
    return scenarioText(requestOf(journal, number).entry(), taken);
  },
);
