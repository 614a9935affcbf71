import { randomUUID } from 'node:crypto';
import { escapeLog } from '../wire/escape.ts';

/** One or more lines for the log. Names from the pull request may stand in it: it becomes no command. */
export function say(text: string): void {
  process.stdout.write(`${escapeLog(text)}\n`);
}

/**
 * Text that others wrote, for the log: escaped, and between `stop-commands` and a token that they cannot guess, so that
 * a runner that reads more forms of commands than we know finds none either.
 */
export function sayForeign(text: string): void {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${escapeLog(text)}\n::${token}::\n`);
}
