import type { Launch } from './evidence.ts';

/** N of `-test.benchtime=Nx`; null when the process chooses its own count. */
export function iterationsOf({ args }: Pick<Launch, 'args'>): number | null {
  const count = args.map((arg) => /^-test\.benchtime=(\d+)x$/.exec(arg)?.[1]).find((n) => n !== undefined);
  return count === undefined || Number(count) === 0 ? null : Number(count);
}

/** A whole number that a process is told: `-test.mutexprofilefraction=10`; null where it is not. */
export function numberOf({ args }: Pick<Launch, 'args'>, flag: string): number | null {
  const given = args.find((arg) => arg.startsWith(`-test.${flag}=`));
  const value = Number(given?.slice(given.indexOf('=') + 1));
  return given !== undefined && Number.isInteger(value) && value > 0 ? value : null;
}
