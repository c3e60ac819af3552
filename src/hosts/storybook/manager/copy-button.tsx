/** @jsxRuntime classic */
import React, { useState } from 'react';
import { Button } from 'storybook/internal/components';

/** How long it says that it has copied, in ms. */
const SAYS_SO = 1500;

/** Puts a text on the clipboard. */
export function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SAYS_SO);
  };
  return (
    <Button variant="ghost" ariaLabel={`Copy ${text}`} onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy'}
    </Button>
  );
}
