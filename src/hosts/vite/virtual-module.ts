import type { ScenarioData } from '../../scenario/scenario-data.ts';

/** What an app imports. */
export const VIRTUAL = 'virtual:meilisearch-chat-mock/scenarios';
/** The same for Vite. The zero byte tells other plugins that it is no file. */
export const RESOLVED = `\0${VIRTUAL}`;
/** What a page in development is told of after a save. */
export const CHANGED = 'meilisearch-chat-mock:scenarios';

/** The code of the virtual module. In a build nothing changes, and `onChange` is next to nothing. */
export function moduleCode(scenarios: readonly ScenarioData[], mode: 'dev' | 'build'): string {
  // Not a literal: there a key `__proto__` of a document would be something else.
  const data = `JSON.parse(${JSON.stringify(JSON.stringify(scenarios))})`;
  if (mode === 'build') {
    return `export const scenarios = /* @__PURE__ */ ${data};\nexport const onChange = () => () => {};\n`;
  }
  return `export let scenarios = ${data};
const listeners = new Set();
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
import.meta.hot?.on(${JSON.stringify(CHANGED)}, (next) => {
  scenarios = next;
  for (const listener of [...listeners]) listener(next);
});
`;
}
