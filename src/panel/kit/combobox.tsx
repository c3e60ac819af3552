import type { ComponentChildren } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { ChevronIcon } from './icons.tsx';

/** One thing to choose. */
export interface Option {
  readonly value: string;
  readonly label: string;
  /** Shown at its right, and searched, too. */
  readonly hint?: string | undefined;
  /** More words by which it is found. */
  readonly words?: string | undefined;
  readonly group?: string | undefined;
}

interface ComboboxProps {
  /** What is chosen here: the name of the button, and of the list. */
  readonly label: string;
  readonly children: ComponentChildren;
  readonly options: readonly Option[];
  readonly value?: string | undefined;
  readonly onPick: (value: string) => void;
  /** What is typed may be taken as it is. */
  readonly free?: boolean;
  readonly placeholder?: string;
  /** Why nothing can be chosen now; undefined: it can. */
  readonly disabled?: string | undefined;
  readonly class?: string;
  readonly id?: string;
  /** Told when an option is looked at; undefined: nothing is found. */
  readonly onLook?: (value: string | undefined) => void;
  /** What its closed button is told of pointer and focus. */
  readonly shows?: Readonly<Record<string, () => void>>;
  /** Told when it is closed, and nothing was picked. */
  readonly onLeave?: () => void;
}

/** How many options are in the list at once: those that are searched for come first. */
const MOST_OPTIONS = 80;

/** A button that opens a list which typing narrows down. */
export function Combobox(props: ComboboxProps) {
  const { label, children, options, value, onPick, free = false, placeholder, disabled } = props;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const root = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = search(options, text);
  const shown =
    free && text !== '' && found.length === 0 ? [{ value: text, label: text, hint: 'as typed' }] : found;
  const active = Math.min(at, shown.length - 1);
  const looked = shown[active]?.value;

  // All of its state at once: an effect would come after a key that is typed at once, and undo it.
  const show = () => {
    const chosen = options.findIndex((option) => option.value === value);
    setAt(Math.max(0, chosen));
    setOpen(true);
  };
  const close = (focus: boolean) => {
    setOpen(false);
    setText('');
    if (focus) button.current?.focus();
  };
  const leave = (focus: boolean) => {
    close(focus);
    props.onLeave?.();
  };
  const pick = (option: Option | undefined) => {
    if (option === undefined) return;
    close(true);
    onPick(option.value);
  };
  // Before anything is drawn: what is typed at once belongs into the field.
  useLayoutEffect(() => {
    if (!open) return;
    input.current?.focus({ preventScroll: true });
  }, [open]);
  // Again each time: what streams may move the button.
  useLayoutEffect(() => {
    if (root.current !== null && popover.current !== null) place(popover.current, root.current);
  });
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event) => {
      if (root.current !== null && !event.composedPath().includes(root.current)) leave(false);
    };
    addEventListener('pointerdown', outside, true);
    return () => removeEventListener('pointerdown', outside, true);
  }, [open]);
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
    props.onLook?.(looked);
  }, [open, active, looked]);

  const onKey = (event: KeyboardEvent) => {
    const last = shown.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active === last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    };
    const to = moves[event.key];
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter') pick(shown[active]);
    else if (event.key === 'Escape') leave(true);
    else if (event.key === 'Tab') leave(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span class={`combobox ${props.class ?? ''}`} ref={root}>
      <button
        ref={button}
        type="button"
        class="button"
        id={props.id}
        aria-disabled={disabled !== undefined}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-label={label}
        title={disabled === undefined ? label : `${label}. Not now: ${disabled}`}
        {...(open ? {} : props.shows)}
        onClick={() => {
          if (disabled !== undefined) announce(disabled);
          else if (open) leave(true);
          else show();
        }}
      >
        {children}
        <ChevronIcon />
      </button>
      {open && (
        <div class="popover" ref={popover}>
          <input
            class="search"
            type="text"
            role="combobox"
            aria-label={label}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-activedescendant={shown.length === 0 ? undefined : `${id}-${active}`}
            aria-autocomplete="list"
            autocomplete="off"
            spellcheck={false}
            placeholder={placeholder ?? 'Search'}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKey}
            ref={input}
          />
          <div class="options" role="listbox" id={`${id}-list`} aria-label={label} ref={list}>
            {shown.slice(0, MOST_OPTIONS).map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus, and handles the keys of the list
              <div
                key={option.value}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                class={option.value === value ? 'option current' : 'option'}
                onPointerMove={() => setAt(index)}
                onClick={() => pick(option)}
              >
                <span class="option-label">{option.label}</span>
                {option.hint !== undefined && <span class="option-hint">{option.hint}</span>}
              </div>
            ))}
          </div>
          {shown.length === 0 && <p class="nothing">Nothing is called “{text}”.</p>}
          {shown.length > MOST_OPTIONS && (
            <p class="nothing">{shown.length - MOST_OPTIONS} more: type to find them.</p>
          )}
        </div>
      )}
    </span>
  );
}

/** What a list keeps free of the edges of the window, in pixels. */
const EDGE = 12;

/** How tall a list is at least below its button, in pixels: where there is less room, as in a panel that is docked, it stands above. */
const LEAST = 150;

/** Below the button, and where there is one, below the line of code, which a list must not cover; within the window. */
function place(popover: HTMLElement, root: HTMLElement): void {
  const button = root.getBoundingClientRect();
  const strip = root.closest('.steer')?.querySelector('.code-row')?.getBoundingClientRect();
  const below = Math.max(button.bottom, strip?.bottom ?? 0) + 6;
  const host = (root.getRootNode() as ShadowRoot).host.getBoundingClientRect();
  const [from, to] = [Math.max(0, host.left) + EDGE, Math.min(innerWidth, host.right) - EDGE];
  const left = Math.max(from, Math.min(button.left, to - popover.offsetWidth));
  popover.style.left = `${left - button.left}px`;
  const room = Math.min(innerHeight, host.bottom) - below - EDGE;
  const above = (strip?.top ?? button.top) - 6;
  const upwards = room < LEAST && above - Math.max(0, host.top) > room;
  popover.style.maxHeight = `${upwards ? above - Math.max(0, host.top) : Math.max(LEAST, room)}px`;
  popover.style.top = `${(upwards ? above - popover.offsetHeight : below) - button.top}px`;
}

/** The options that have every word of a text. */
function search(options: readonly Option[], text: string): readonly Option[] {
  const words = text
    .toLowerCase()
    .split(/[\s_]+/)
    .filter(Boolean);
  if (words.length === 0) return options;
  const scored = options.flatMap((option) => {
    const all = `${option.label} ${option.hint ?? ''} ${option.words ?? ''}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) return [];
    return [{ option, first: option.label.toLowerCase().indexOf(words[0] ?? '') }];
  });
  // What begins with the word goes first; what only has it elsewhere goes last.
  const rank = (first: number) => (first === -1 ? Number.MAX_SAFE_INTEGER : first);
  return scored.sort((a, b) => rank(a.first) - rank(b.first)).map(({ option }) => option);
}
