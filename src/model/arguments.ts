import type { Launch } from './evidence.ts';

/** N of `-test.benchtime=Nx`; null when the process chooses its own count. */
export function iterationsOf({ args }: Pick<Launch, 'args'>): number | null {
  const count = args.map((arg) => /^-test\.benchtime=(\d+)x$/.exec(arg)?.[1]).find((n) => n !== undefined);
  return count === undefined || Number(count) === 0 ? null : Number(count);
}
