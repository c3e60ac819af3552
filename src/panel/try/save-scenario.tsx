import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ScenarioText } from '../../control/scenario-of-request.ts';
import { usePanel } from '../context.ts';
import { announce } from '../kit/announce.ts';
import { CopyButton } from '../kit/copy.tsx';
import { messageOf } from '../kit/text.ts';

/** The exchange as a scenario: its text to look at, to change, to copy, and to save as a new file. */
export function SaveScenario({ number }: { number: number }) {
  const { store } = usePanel();
  const [yaml, setYaml] = useState<string>();
  const [error, setError] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const form = useRef<HTMLElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const shown = yaml !== undefined;
  useLayoutEffect(() => {
    if (!shown) return;
    field.current?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const open = async () => {
    try {
      setYaml((await store.call<ScenarioText>('GET /requests/:number/scenario', { number })).yaml);
    } catch (why) {
      announce(messageOf(why), 'bad');
    }
  };
  const save = async () => {
    setError(undefined);
    try {
      const { file } = await store.call<{ file: string }>('POST /scenarios', { yaml });
      setSaved(file);
      announce(`Saved as ${file}.`);
    } catch (why) {
      setError(messageOf(why));
    }
  };
  if (yaml === undefined) {
    return (
      <p>
        <button type="button" class="button" onClick={() => void open()}>
          Save as a scenario …
        </button>
      </p>
    );
  }
  return (
    <section class="save" ref={form}>
      <h3>The exchange as a scenario</h3>
      <textarea
        ref={field}
        class="yaml"
        aria-label="Text of the scenario"
        spellcheck={false}
        rows={Math.min(18, yaml.split('\n').length + 1)}
        value={yaml}
        onInput={(event) => {
          setYaml(event.currentTarget.value);
          setSaved(undefined);
        }}
      />
      {error !== undefined && (
        <p class="failed" role="alert">
          {error}
        </p>
      )}
      {saved !== undefined && <p class="saved">Saved as {saved}.</p>}
      <p class="save-actions">
        <button
          type="button"
          class="button strong"
          disabled={saved !== undefined}
          onClick={() => void save()}
        >
          Save as a new file
        </button>
        <CopyButton text={yaml} label="Copy the scenario">
          Copy
        </CopyButton>
        <button type="button" class="button quiet" onClick={() => setYaml(undefined)}>
          Close
        </button>
      </p>
    </section>
  );
}
