import { SearchIcon } from './icons.tsx';

/** The field that a view's list is searched by; the key `/` finds it. */
export function SearchField({
  label,
  text,
  onText,
}: {
  label: string;
  text: string;
  onText: (text: string) => void;
}) {
  return (
    <label class="field-search">
      <SearchIcon />
      <input
        id="find"
        class="search"
        type="search"
        placeholder={label}
        aria-label={label}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}
