/** One answer that both servers give, by what the request says. */
export interface Answer {
  /** The message that asks for it, as a whole. */
  readonly message: string;
  readonly tokens: number;
  /** Milliseconds to the first token. */
  readonly ttft: number;
  /** Tokens a second; 0: all at once. */
  readonly tps: number;
}

/** A word that is one token of o200k, with the space before it. Both servers send a chunk for each. */
export const WORD = ' film';

export const ANSWERS = {
  plain: { message: 'bench plain', tokens: 200, ttft: 0, tps: 0 },
  paced: { message: 'bench paced', tokens: 201, ttft: 100, tps: 50 },
  late: { message: 'bench late', tokens: 10, ttft: 1000, tps: 50 },
  long: { message: 'bench long', tokens: 2000, ttft: 100, tps: 50 },
} satisfies Record<string, Answer>;

export function requestBody(answer: Answer, stream: boolean): string {
  return JSON.stringify({
    model: 'gpt-4o',
    messages: [{ role: 'user', content: answer.message }],
    stream,
  });
}
