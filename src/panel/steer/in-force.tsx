import { usePanel } from '../context.ts';
import { CloseIcon } from '../kit/icons.tsx';
import { useTopic } from '../store/topic.ts';
import { backToMatching } from './actions.ts';
import { useErrors } from './errors.ts';

/** What answers the next request, whatever it asks; and the way back. */
export function InForce() {
  const { store, steering } = usePanel();
  useTopic(store.people);
  const errors = useErrors();
  const { scenario, times, fault } = store.inForce;
  const status = errors.find(({ code }) => code === scenario)?.status;
  const clear = async () => {
    if (await steering.run(backToMatching())) await store.refreshGallery();
  };
  return (
    <>
      {fault !== null && (
        <span class="in-force">
          <span>
            Next request only: <strong>{fault}</strong>
          </span>
        </span>
      )}
      {scenario !== null && (
        <span class="in-force">
          <span title={`${status ?? ''} ${scenario}`.trim()}>
            {times === null ? 'Every request' : times === 1 ? 'Next request only' : `Next ${times} requests`}:{' '}
            <strong class="number">{status ?? scenario}</strong>
            {status !== undefined && ` ${scenario}`}
          </span>
          <button
            type="button"
            class="button quiet"
            aria-label="Back to matching"
            title="Back to matching: each request gets the scenario that matches it"
            {...steering.looks.shows(backToMatching())}
            onClick={() => void clear()}
          >
            <CloseIcon />
          </button>
        </span>
      )}
    </>
  );
}
