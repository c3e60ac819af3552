import { useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { SearchIcon } from '../kit/icons.tsx';
import { VirtualList } from '../kit/virtual-list.tsx';
import type { Route } from '../router.ts';
import { useTopic } from '../store/topic.ts';
import { Problems } from './problems.tsx';
import { ScenarioCard } from './scenario-card.tsx';

const CARD = 116;

/** The scenarios, each with a drawing of what it sends and when; and what is wrong with the files. */
export function GalleryView({ route }: { route: Route }) {
  const { store } = usePanel();
  useTopic(store.gallery);
  const [text, setText] = useState('');
  const words = text.toLowerCase().split(/\s+/);
  const found = store.scenarios.filter(({ name, description = '', file = '', match }) => {
    const all = `${name} ${description} ${file} ${JSON.stringify(match ?? '')}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const named = route[1];
  const used = store.scenarios.find((one) => one.used);
  return (
    <section class="gallery" aria-label="Scenarios">
      <div class="list-head">
        <label class="field-search">
          <SearchIcon />
          <input
            id="find"
            class="search"
            type="search"
            placeholder="Find a scenario"
            aria-label="Find a scenario"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p class="gallery-now">
          {used === undefined ? (
            <>Each request gets the scenario that matches it.</>
          ) : (
            <>
              <strong>{used.name}</strong> answers, whatever is asked.{' '}
              <button
                type="button"
                class="button quiet"
                onClick={() => void store.call('DELETE /scenario').then(() => store.refreshGallery())}
              >
                Back to matching
              </button>
            </>
          )}
        </p>
      </div>
      <Problems />
      {found.length === 0 ? (
        <p class="nothing">{text === '' ? 'No scenario is loaded.' : `No scenario has “${text}” in it.`}</p>
      ) : (
        <VirtualList
          items={found}
          height={CARD}
          class="cards"
          role="list"
          label="Scenarios"
          inSight={named === undefined ? undefined : found.findIndex(({ name }) => name === named)}
          render={(scenario, _, top) => (
            <ScenarioCard key={scenario.name} scenario={scenario} top={top} named={scenario.name === named} />
          )}
        />
      )}
    </section>
  );
}
