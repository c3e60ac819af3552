import type { ScenarioInput } from '../../scenario/schema.ts';

/**
 * The scenarios that come with the package, by the text of their file. None here: the build replaces this module by one with
 * all that it has parsed, since that takes a fifth of a start.
 */
export const PARSED: ReadonlyMap<string, readonly ScenarioInput[]> = new Map();
