import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  /** In pixels: each item is as tall. */
  readonly height: number;
  /** Which is to be in sight. */
  readonly inSight?: number | undefined;
  readonly render: (item: Item, index: number, top: number) => ComponentChildren;
  readonly class?: string;
  readonly role?: 'list' | 'listbox' | 'grid' | 'presentation';
  readonly label?: string;
  readonly id?: string;
  /** A listbox: the id of the option that is chosen, and its keys. It takes the focus when it appears, unless another list has it. */
  readonly active?: string;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/** How many items beyond the edges are there, too: a scroll has them at once. */
const BEYOND = 4;

/** A long list of which only what is in sight is in the document. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, height, inSight, render } = props;
  const element = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, tall: 600 });
  const look = () => {
    const { scrollTop, clientHeight } = element.current ?? { scrollTop: 0, clientHeight: 600 };
    setView((before) =>
      before.top === scrollTop && before.tall === clientHeight
        ? before
        : { top: scrollTop, tall: clientHeight },
    );
  };
  useLayoutEffect(look, []);
  useEffect(() => {
    const list = element.current;
    if (props.role !== 'listbox' || list === null) return;
    const { activeElement } = list.getRootNode() as ShadowRoot;
    if (activeElement?.closest('.virtual') == null) list.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    const sizes = new ResizeObserver(look);
    if (element.current !== null) sizes.observe(element.current);
    return () => sizes.disconnect();
  }, []);
  useEffect(() => {
    const list = element.current;
    if (inSight === undefined || inSight < 0 || list === null) return;
    const top = inSight * height;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + height > list.scrollTop + list.clientHeight)
      list.scrollTop = top + height - list.clientHeight;
  }, [inSight, view.tall]);
  const first = Math.max(0, Math.floor(view.top / height) - BEYOND);
  const last = Math.min(items.length, Math.ceil((view.top + view.tall) / height) + BEYOND);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: with keys it is a listbox
    <div
      ref={element}
      id={props.id}
      class={`virtual ${props.class ?? ''}`}
      role={props.role}
      aria-label={props.label}
      aria-activedescendant={props.active}
      tabIndex={props.role === 'listbox' ? 0 : undefined}
      onScroll={look}
      onKeyDown={props.onKeyDown}
    >
      <div class="virtual-all" role="presentation" style={{ height: `${items.length * height}px` }}>
        {items.slice(first, last).map((item, index) => render(item, first + index, (first + index) * height))}
      </div>
    </div>
  );
}
