import type { ObjectiveReport } from '../matrix/report.ts';

/** What is paid, not what is bought. */
export function isMemory({ quantity }: ObjectiveReport): boolean {
  return quantity === 'max-rss' || quantity === 'peak-heap';
}
