import { useState } from 'preact/hooks';
import { usePanel } from '../context.ts';
import { useMedia } from '../kit/media.ts';
import { SearchField } from '../kit/search-field.tsx';
import { VirtualList } from '../kit/virtual-list.tsx';
import type { Route } from '../router.ts';
import { useTopic } from '../store/topic.ts';
import { Problems } from './problems.tsx';
import { ScenarioCard } from './scenario-card.tsx';

const CARD = 150;

function inRows<Item>(items: readonly Item[], columns: number): Item[][] {
  const count = Math.ceil(items.length / columns);
  return Array.from({ length: count }, (_, row) => items.slice(row * columns, (row + 1) * columns));
}

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
  const columns = useMedia('(min-width: 1080px)') ? 2 : 1;
  const used = store.scenarios.find((one) => one.used);
  return (
    <section class="gallery" aria-label="Scenarios">
      <div class="list-head">
        <SearchField label="Find a scenario" text={text} onText={setText} />
        <p class="gallery-now">
          {used === undefined ? (
            <>Each request gets the scenario that matches it.</>
          ) : (
            <>
              <strong>{used.name}</strong> answers, whatever is asked.
            </>
          )}
        </p>
      </div>
      <Problems />
      {found.length === 0 ? (
        <p class="nothing">{text === '' ? 'No scenario is loaded.' : `No scenario has “${text}” in it.`}</p>
      ) : (
        <VirtualList
          items={inRows(found, columns)}
          height={CARD}
          class="cards"
          role="list"
          label="Scenarios"
          inSight={
            named === undefined
              ? undefined
              : Math.floor(found.findIndex(({ name }) => name === named) / columns)
          }
          render={(cards, row, top) => (
            <div key={row} class="card-row" role="presentation" style={{ transform: `translateY(${top}px)` }}>
              {cards.map((scenario) => (
                <ScenarioCard key={scenario.name} scenario={scenario} named={scenario.name === named} />
              ))}
            </div>
          )}
        />
      )}
    </section>
  );
}
