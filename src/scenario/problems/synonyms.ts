import { type Synonyms, suggest } from '../../did-you-mean.ts';

/** Words that people use for the keys of a scenario, in lower case and without punctuation. */
const SYNONYMS: Synonyms = {
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

/** The names of the scenario language that a word may be a mistake for, best first. */
export const suggestName = (word: string, names: readonly string[], atMost?: number): string[] =>
  suggest(word, names, SYNONYMS, atMost);
