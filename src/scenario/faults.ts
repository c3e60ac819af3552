/** How a `fault` step ends its reply. */
export const FAULTS = ['reset', 'truncate', 'half-frame', 'stall', 'no-done'] as const;
