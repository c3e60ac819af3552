/** Words that people use for ours, where no spelling is near. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  text: ['content', 'say', 'markdown', 'answer', 'token', 'tokens', 'chunk'],
  wait: ['delay', 'sleep', 'pause'],
  takes: ['duration', 'latency', 'delay', 'ms'],
  ttft: ['firsttoken', 'timetofirsttoken', 'latency', 'delay'],
  tps: ['tokenspersecond', 'speed', 'rate'],
  q: ['query'],
  index: ['indexuid', 'uid'],
  documents: ['docs', 'results', 'hits', 'sources'],
  search: ['searches', 'meilisearchinindex'],
  toolCall: ['toolcalls', 'functioncall', 'tool', 'call', 'function'],
  arguments: ['args', 'parameters', 'params', 'input'],
  callId: ['toolcallid'],
  finish: ['finishreason', 'stop', 'end', 'done'],
  error: ['fail', 'fails', 'failure'],
  fault: ['reset', 'truncate', 'stall', 'disconnect'],
  reply: ['response', 'steps', 'replies', 'responses'],
  turns: ['conversation'],
  attempts: ['tries', 'retries'],
  match: ['when', 'matcher', 'on'],
  message: ['prompt', 'question', 'user', 'usermessage'],
  workspace: ['workspaceuid', 'uid'],
  name: ['title'],
};

/** Spelling without case and punctuation: `tool_call` and `toolCall` are one word. */
const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The candidates that someone who wrote `word` may have meant, best first; none when nothing is near.
 *
 * @example
 * suggest('serach', ['search', 'text']); // ['search']
 */
export function suggest(word: string, candidates: readonly string[], atMost = 1): string[] {
  if (word.length > 100) return [];
  const scored = candidates
    .map((candidate) => ({ candidate, score: distanceOf(word, candidate) }))
    .filter((entry): entry is { candidate: string; score: number } => entry.score !== undefined)
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  if (best === undefined) return [];
  return scored
    .filter((entry) => entry.score - best.score <= 0.15)
    .slice(0, atMost)
    .map((entry) => entry.candidate);
}

/** 0: the same word written otherwise; below 1: near; undefined: something else. */
function distanceOf(word: string, candidate: string): number | undefined {
  const [a, b] = [plain(word), plain(candidate)];
  if (a === b) return 0;
  if (SYNONYMS[candidate]?.includes(a) === true) return 0.1;
  const length = Math.max(a.length, b.length);
  const edits = editDistance(a, b);
  const allowed = length <= 3 ? 1 : length <= 6 ? 2 : Math.max(2, Math.floor(length / 4));
  if (edits <= allowed && edits < length) return 0.2 + (edits / length) * 0.8;
  return sharedWords(word, candidate);
}

/** `too_many_requests` for `too_many_search_requests`: most of the words are there. */
function sharedWords(word: string, candidate: string): number | undefined {
  const [a, b] = [words(word), words(candidate)];
  if (a.length < 2 || b.length < 2) return undefined;
  const shared = a.filter((part) => b.includes(part)).length;
  const ratio = (2 * shared) / (a.length + b.length);
  return ratio >= 0.6 ? 0.3 + (1 - ratio) : undefined;
}

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[_\s.-]+/)
    .filter((part) => part !== '');

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
