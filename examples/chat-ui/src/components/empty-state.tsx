import { suggestions } from '../config.ts';

export function EmptyState({ onPick }: { onPick: (question: string) => void }) {
  return (
    <div className="empty">
      <h2>What would you like to find?</h2>
      <p>
        Ask in your own words. Every answer is built from documents that Meilisearch found, and shows them.
      </p>
      <ul aria-label="Suggestions">
        {suggestions.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => onPick(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
