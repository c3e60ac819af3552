/** The types of `#operations`, which the build generates from the `openapi` folder. */
import type { PackedOperations } from './operations.ts';

export const packed: PackedOperations;
