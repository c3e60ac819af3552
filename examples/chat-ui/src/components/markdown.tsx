import { memo } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { closeMarkdown } from '../chat/close-markdown.ts';

const plugins = [remarkGfm];

const components: Components = {
  a: ({ node: _, ...link }) => <a {...link} target="_blank" rel="noreferrer" />,
  // A wide table scrolls in its own box instead of the page.
  table: ({ node: _, ...table }) => (
    <div className="table">
      <table {...table} />
    </div>
  ),
};

/** @param partial The text breaks off, for now or for good: marks that are still open are closed. */
export const Markdown = memo(function Markdown({ text, partial }: { text: string; partial: boolean }) {
  return (
    <div className="markdown">
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {partial ? closeMarkdown(text) : text}
      </ReactMarkdown>
    </div>
  );
});
