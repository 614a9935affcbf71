import { VERSION } from '../model/version.ts';
import { visible } from '../wire/escape.ts';

/** Exit status for our own bug (sysexits.h: EX_SOFTWARE). */
export const OUR_BUG = 70;

/** What is said of an error that is no user's mistake, its stack included. Errors quote foreign text, so every line is made visible. */
export function bugText(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = stack.split('\n').map(visible).join('\n');
  return `go-perf-gate ${VERSION}: this is a bug of ours, please report it:\n${lines}\n`;
}
