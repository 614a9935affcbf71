import type { LeakReport } from '../leaks/report.ts';

/** What is no number is null. */
export function leaksJson(report: LeakReport): string {
  const finite = (_: string, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? null : value);
  return `${JSON.stringify(report, finite, 2)}\n`;
}
