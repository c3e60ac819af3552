import { useId, useState } from 'react';
import type { Source } from '../chat/sources.ts';

const MANY = 3;
const NOTHING = 'No document matches this search.';

/** A strip of cards of constant height, so that the answer below does not move when they come. */
export function Sources({ sources, pending }: { sources: Source[]; pending: boolean }) {
  const [all, setAll] = useState(false);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const details = useId();
  const heading = useId();
  const open = sources.find(({ key }) => key === openKey);

  return (
    <>
      <div className="sources-head">
        <h3 id={heading}>Sources</h3>
        {sources.length > MANY && (
          <button type="button" className="show-all" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show in one row' : `Show all ${sources.length}`}
          </button>
        )}
      </div>
      {sources.length === 0 && (pending ? <Skeleton /> : <p className="strip nothing">{NOTHING}</p>)}
      {sources.length > 0 && (
        <ul className="strip" data-all={all || undefined} aria-labelledby={heading}>
          {sources.map((source, position) => (
            <li key={source.key}>
              <button
                type="button"
                className="card"
                aria-expanded={source === open}
                aria-controls={source === open ? details : undefined}
                onClick={() => setOpenKey(source === open ? null : source.key)}
              >
                <span className="number">{position + 1}</span>
                <span className="title">{source.title}</span>
                <span className="subtitle">
                  {[source.index, source.subtitle].filter(Boolean).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {open && <Details id={details} source={open} />}
    </>
  );
}

function Skeleton() {
  return (
    <div className="strip" aria-hidden="true">
      <i className="card skeleton" />
      <i className="card skeleton" />
      <i className="card skeleton" />
    </div>
  );
}

function Details({ id, source }: { id: string; source: Source }) {
  return (
    <section id={id} className="details" aria-label={source.title}>
      <h3>{source.title}</h3>
      <dl>
        {source.fields.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
