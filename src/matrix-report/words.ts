import type { BenchmarkReport, MatrixReport } from '../matrix/report.ts';
import { formatDuration, formatPercent, plural } from '../model/format.ts';

/** The first line of every form. */
export function headlineOf(report: MatrixReport): string {
  const { status, benchmarks } = report;
  if (status === 'nothing') return 'No setting could be measured';
  const overall = report.recommendation ?? benchmarks.find((b) => b.recommendation)?.recommendation;
  if (!overall) return 'Nothing to recommend';
  return overall.keepDefault ? 'Keep the default: no other setting is surely worth it' : `Set ${overall.label}`;
}

/** What was run, and where. */
export function howOf({ rounds, cost, environment, family, alpha, status, affinity }: MatrixReport): string {
  const { goVersion = '', goos = '', goarch = '', cpus = 0 } = environment;
  const partial =
    status === 'partial' ? `, of ${rounds.wanted} wanted: the budget of ${formatDuration(cost.budget)} was spent` : '';
  return [
    `${plural(rounds.done, 'round')}${partial}`,
    `${goVersion} ${goos}/${goarch}, ${plural(cpus, 'CPU')}${affinity.length > 0 ? ` (${affinity.join(',')})` : ''}`,
    `${plural(family, 'comparison')} at ${formatPercent(alpha)} together (Holm)`,
    `${formatDuration(cost.build + cost.measure)}`,
  ].join(' · ');
}

export function nameOf({ subject }: BenchmarkReport): string {
  return subject.benchmark ?? '';
}

/** What the table says, in two lines that teach. */
export const LEGEND = [
  'Medians over the rounds, ± half of their 95 % interval. Cells of a column that share a letter do not differ by more than noise. Δ is against the default; with ? it may be noise.',
  'front: nothing else is better on one objective without being worse on another. GC CPU: part of GOMAXPROCS × time. GOMEMLIMIT bounds what the runtime manages, not the RSS.',
] as const;
