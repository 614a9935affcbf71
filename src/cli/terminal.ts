import { stderr, stdout } from 'node:process';
import type { Progress } from '../run/options.ts';
import { linesProgress } from '../run/progress.ts';
import { barProgress } from './bar.ts';

/** Where the command writes: results on standard output, everything else on standard error. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** ANSI colour on standard output. */
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  readonly progress: Progress;
}

/** Where standard output is no terminal. */
const DEFAULT_WIDTH = 100;

/** The process's own terminal. NO_COLOR (https://no-color.org) and pipes switch colour off. */
export function openTerminal(): Terminal {
  const bar = stderr.isTTY && !process.env.CI && process.env.TERM !== 'dumb';
  return {
    out: (text) => stdout.write(text),
    err: (text) => stderr.write(text),
    color: Boolean(stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    width: stdout.columns || DEFAULT_WIDTH,
    progress: bar ? barProgress(stderr) : linesProgress((line) => stderr.write(`${line}\n`)),
  };
}
