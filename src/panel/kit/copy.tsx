import { useRef, useState } from 'preact/hooks';
import { announce } from './announce.ts';
import { CheckIcon, CopyIcon, LinkIcon } from './icons.tsx';

/** Copies a text. */
export function CopyButton({
  text,
  label,
  children,
  link = false,
}: {
  text: string | (() => string);
  label: string;
  children?: string;
  /** Whether it is a link. */
  link?: boolean;
}) {
  const [copied, setCopied] = useState(false);
  const timer = useRef(0);
  const onClick = async () => {
    await copy(typeof text === 'string' ? text : text());
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1500) as unknown as number;
  };
  return (
    <button
      type="button"
      class="button quiet copy"
      aria-label={label}
      title={label}
      onClick={() => void onClick()}
    >
      {copied ? <CheckIcon /> : link ? <LinkIcon /> : <CopyIcon />}
      {children !== undefined && <span>{copied ? 'Copied' : children}</span>}
    </button>
  );
}

/** Puts a text on the clipboard, and says so. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce('Copied.');
  } catch {
    announce('The browser did not let the text be copied.');
  }
}
