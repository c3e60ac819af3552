export { type ChatMockPluginOptions, chatMock } from './hosts/vite/plugin.ts';
export type { ScenarioData } from './scenario/scenario-data.ts';
