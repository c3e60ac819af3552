export type { ChatMockPluginOptions } from './hosts/vite/options.ts';
export { chatMock } from './hosts/vite/plugin.ts';
export type { ScenarioData } from './scenario/scenario-data.ts';
