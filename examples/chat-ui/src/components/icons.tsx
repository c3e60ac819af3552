import type { ReactNode } from 'react';

/** The mark: a magnifying glass that speaks. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 28 28" aria-hidden="true">
      <path d="M14 2.5a11 11 0 1 1-5.2 20.7L3 25l1.9-5.6A11 11 0 0 1 14 2.5Z" fill="currentColor" />
      <circle cx="13.4" cy="12.8" r="4.1" fill="none" stroke="var(--on-accent)" strokeWidth="2.2" />
      <path d="m16.6 16 2.8 2.8" stroke="var(--on-accent)" strokeWidth="2.2" strokeLinecap="round" />
    </svg>
  );
}

export const SendIcon = () => stroked(<path d="M8 13V3.5M3.8 7.5 8 3.3l4.2 4.2" />);
export const StopIcon = () => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
    <rect x="4" y="4" width="8" height="8" rx="1.6" fill="currentColor" />
  </svg>
);
export const SearchIcon = () =>
  stroked(<path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4l3.1 3.1" />);
export const NewIcon = () => stroked(<path d="M8 3v10M3 8h10" />);
export const DownIcon = () => stroked(<path d="M8 3v9.5M3.8 8.5 8 12.7l4.2-4.2" />);
export const RetryIcon = () => stroked(<path d="M13 8a5 5 0 1 1-1.6-3.7L13 5.8M13 2.6v3.2H9.8" />);

function stroked(shape: ReactNode) {
  return (
    <svg
      className="icon"
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shape}
    </svg>
  );
}
