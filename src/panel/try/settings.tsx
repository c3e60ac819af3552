import { useState } from 'preact/hooks';
import { MEILI_TOOLS } from '../../meilisearch/tool-names.ts';

/** What a request that is tried is made of, besides its message. */
export interface TrySettings {
  readonly scenario: string;
  readonly workspace: string;
  readonly model: string;
  readonly profile: 'spec' | 'server';
  readonly system: string;
  readonly key: string;
  readonly tools: readonly string[];
  readonly stream: boolean;
  /** Whether the messages before it are sent along. */
  readonly together: boolean;
}

const TOOLS: readonly string[] = Object.values(MEILI_TOOLS);

const BEGINNING: TrySettings = {
  ...{ scenario: '', workspace: 'movies', model: 'gpt-4o', profile: 'spec', system: '', key: '' },
  ...{ tools: TOOLS, stream: true, together: true },
};

let last = BEGINNING;

/** They stay while another view is looked at. */
export function useSettings(): [TrySettings, (settings: TrySettings) => void] {
  const [settings, setSettings] = useState(last);
  return [
    settings,
    (next) => {
      last = next;
      setSettings(next);
    },
  ];
}

interface SettingsProps {
  readonly settings: TrySettings;
  readonly change: (more: Partial<TrySettings>) => void;
}

export function Settings({ settings, change }: SettingsProps) {
  const text = (name: 'workspace' | 'model' | 'key', label: string, placeholder: string) => (
    <label class="field">
      <span class="field-name">{label}</span>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={settings[name]}
        onInput={(event) => change({ [name]: event.currentTarget.value })}
      />
    </label>
  );
  const toggle = (on: boolean, label: string, set: (on: boolean) => void) => (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
  return (
    <>
      {text('workspace', 'Workspace', 'movies')}
      {text('model', 'Model', 'gpt-4o')}
      <label class="field">
        <span class="field-name">Profile</span>
        <select
          value={settings.profile}
          onChange={(event) =>
            change({ profile: event.currentTarget.value === 'server' ? 'server' : 'spec' })
          }
        >
          <option value="spec">spec: all that the document permits</option>
          <option value="server">server: as the real server</option>
        </select>
      </label>
      {text('key', 'API key', 'any')}
      <label class="field">
        <span class="field-name">System message</span>
        <textarea
          rows={2}
          value={settings.system}
          onInput={(event) => change({ system: event.currentTarget.value })}
        />
      </label>
      <fieldset>
        <legend>Tools</legend>
        {TOOLS.map((name) => (
          <span key={name}>
            {toggle(settings.tools.includes(name), name, (on) =>
              change({ tools: TOOLS.filter((one) => (one === name ? on : settings.tools.includes(one))) }),
            )}
          </span>
        ))}
      </fieldset>
      <fieldset>
        <legend>Request</legend>
        {toggle(settings.stream, 'Stream the answer', (stream) => change({ stream }))}
        {toggle(settings.together, 'Send the messages before it, too', (together) => change({ together }))}
      </fieldset>
    </>
  );
}
