import type { ComponentChildren } from 'preact';

/** Icons of 16 pixels, drawn with lines of one width. They say nothing by themselves: a label does. */
function icon(children: ComponentChildren) {
  return () => (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const PauseIcon = icon(<path class="fill" d="M4 3h2.6v10H4zM9.4 3H12v10H9.4z" />);
export const PlayIcon = icon(<path class="fill" d="M4.5 2.8v10.4L13 8z" />);
export const StepIcon = icon(<path class="fill" d="M3 3v10l7-5zM11 3h2.4v10H11z" />);
export const NextIcon = icon(<path class="fill" d="M2 3.5v9L7.5 8zM7.5 3.5v9L13 8zM13 3.5h1.6v9H13z" />);
export const UnlockIcon = icon(<path d="M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 4.9-.8M8 10v1.5" />);
export const DropIcon = icon(<path d="M2 8h4M10 8h4M6.5 5.5l3 5M9.5 5.5l-3 5" />);
export const FailIcon = icon(<path d="M8 2.2 14.4 13.4H1.6zM8 6.4v3.4M8 11.4v.6" />);
export const TargetIcon = icon(
  <path d="M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z" />,
);
export const SpeedIcon = icon(<path d="M2.5 12a6 6 0 1 1 11 0M8 9.5 11 5.6" />);
export const ResetIcon = icon(<path d="M3 8a5 5 0 1 0 1.6-3.6M3 2.5v3h3" />);
export const CopyIcon = icon(<path d="M5.5 5.5h7v8h-7zM3.5 10.5v-8h7" />);
export const CheckIcon = icon(<path d="m3 8.5 3.4 3.4L13 4.8" />);
export const SearchIcon = icon(<path d="M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4 14 14" />);
export const ChevronIcon = icon(<path d="m4.5 6.2 3.5 3.6 3.5-3.6" />);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const KeyboardIcon = icon(
  <path d="M1.8 4h12.4v8H1.8zM4 6.6h.5M6.8 6.6h.5M9.6 6.6h.5M12 6.6h-.4M4.5 9.4h7" />,
);
export const EditIcon = icon(<path d="M9 3.5 12.5 7 6 13.5H2.5V10z" />);
export const TrashIcon = icon(<path d="M3 4.5h10M6 4.5v-2h4v2M4.2 4.5l.6 9h6.4l.6-9" />);
export const SendIcon = icon(<path class="fill" d="M2 2.5 14.5 8 2 13.5 4 8z" />);
export const StopIcon = icon(<path class="fill" d="M4 4h8v8H4z" />);
export const LinkIcon = icon(
  <path d="M6.6 9.4 9.4 6.6M7.2 4.6l1.5-1.5a3 3 0 0 1 4.2 4.2l-1.5 1.5M8.8 11.4l-1.5 1.5a3 3 0 0 1-4.2-4.2l1.5-1.5" />,
);
