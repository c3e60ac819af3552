import { usePanel } from '../context.ts';
import { ConfirmButton } from '../kit/confirm-button.tsx';
import { TrashIcon } from '../kit/icons.tsx';
import { countOf } from '../kit/text.ts';
import { clearList } from '../steer/actions.ts';

/** Forgets all requests of the session, also those that are not found at the moment. */
export function ClearList() {
  const { store, steering } = usePanel();
  const count = store.rows.size;
  if (count === 0) return null;
  const action = clearList(count);
  const clear = async () => {
    if (await steering.run(action)) await store.refresh();
  };
  return (
    <ConfirmButton
      question={`Clear ${countOf(count, 'request')}?`}
      title={action.call.does}
      onConfirm={() => void clear()}
      {...steering.looks.shows(action)}
    >
      <TrashIcon />
      <span>Clear list</span>
    </ConfirmButton>
  );
}
