import { ChatMockError } from '../../error.ts';
import type { Path } from '../problems/problem.ts';

/** What is wrong in the text of a template. */
export interface TemplateMistake {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Where in the text, in characters from 0. */
  readonly offset: number;
}

/** A template of a scenario cannot be rendered. */
export class TemplateError extends ChatMockError {
  /** Of the text in its scenario. */
  readonly path: Path;
  readonly mistake: TemplateMistake;

  constructor(mistake: TemplateMistake, path: Path) {
    super('invalid-scenario', mistake.message, { hint: mistake.hint });
    this.path = path;
    this.mistake = mistake;
  }
}
