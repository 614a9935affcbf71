import { formatPosition, type Position } from './position.ts';

export type Level = 'error' | 'warning' | 'notice';

/** Something a person should know that is no verdict: a bad line, a doubtful design, a failure to report. */
export interface Diagnostic {
  readonly level: Level;
  readonly text: string;
  readonly at?: Position;
}

/**
 * A mistake in what the user gave us (an input, a rules file, a missing tool): shown as one message with its position
 * and an example of the fix. Anything else that is thrown is our own bug and keeps its stack.
 */
export class UserError extends Error {
  readonly at: Position | undefined;
  readonly example: string | undefined;

  constructor(message: string, details: { at?: Position | undefined; example?: string | undefined } = {}) {
    super(message);
    this.name = 'UserError';
    this.at = details.at;
    this.example = details.example;
  }

  /** The message as people see it: `file:line:column: what is wrong`, then an example of the fix. */
  get shown(): string {
    const place = this.at ? `${formatPosition(this.at)}: ` : '';
    return this.example ? `${place}${this.message}\n  for example: ${this.example}` : `${place}${this.message}`;
  }
}
