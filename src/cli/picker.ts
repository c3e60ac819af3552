import { autocomplete, isCancel } from '@clack/prompts';
import type { Input, Output } from './io.ts';

/** An entry of the list of scenarios. */
export interface PickerEntry {
  /** Undefined: no scenario is used. */
  readonly name: string | undefined;
  readonly description: string;
}

const NONE: PickerEntry = {
  name: undefined,
  description: 'Back to matching: scenarios answer what they match',
};

/** A list of the scenarios that typing narrows down. Resolves to the picked entry, or undefined after Esc or an abort. */
export async function pickScenario(
  scenarios: readonly PickerEntry[],
  current: string | undefined,
  terminal: { readonly input: Input; readonly output: Output; readonly signal: AbortSignal },
): Promise<PickerEntry | undefined> {
  const entries = [NONE, ...scenarios];
  const picked = await autocomplete<PickerEntry>({
    ...terminal,
    message: 'Pick the scenario that answers',
    placeholder: 'type a part of it, or Esc to leave',
    options: entries.map((entry) => {
      return { value: entry, label: entry.name ?? '(none)', hint: entry.description };
    }),
    initialValue: entries.find(({ name }) => name === current) ?? NONE,
    maxItems: 12,
    filter(search, { label = '', hint = '' }) {
      const text = `${label} ${hint}`.toLowerCase();
      const words = search.toLowerCase().split(' ');
      return words.every((word) => text.includes(word));
    },
    validate: (value) => (value === undefined ? 'Nothing is selected' : undefined),
  });
  return isCancel(picked) ? undefined : picked;
}
