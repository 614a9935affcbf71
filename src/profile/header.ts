import type { Profile } from '../model/profile.ts';
import { binaryOf } from './binary.ts';
import { basePath } from './go-text.ts';
import { type LocalTime, localTime } from './local-time.ts';
import { percentage, scale, scaledLabel } from './units.ts';

/** What a report says of its values. */
export interface Figures {
  /** `cpu`, `mean_delay` … */
  readonly type: string;
  /** Unit of the sample type. */
  readonly unit: string;
  /** 100 %. */
  readonly total: number;
  /** A value as it is printed in this report. */
  format(value: number): string;
}

/** Lines on what a profile is (google/pprof, internal/report: ProfileLabels). */
export function profileLines(profile: Profile, figures: Figures, time: LocalTime = localTime): string[] {
  const { strings, mappings, comments, docUrl, timeNanos, durationNanos } = profile;
  const file = binaryOf(profile, mappings.count > 0 ? 0 : -1);
  const buildId = mappings.count > 0 ? (strings[mappings.buildId[0] as number] ?? '') : '';
  const lines: string[] = [];
  if (file !== '') lines.push(`File: ${basePath(file)}`);
  if (buildId !== '') lines.push(`Build ID: ${buildId}`);
  lines.push(...comments.filter((comment) => !comment.startsWith('#')));
  if (figures.type !== '') lines.push(`Type: ${figures.type}`);
  if (docUrl !== '') lines.push(`Doc: ${docUrl}`);
  if (timeNanos !== 0) lines.push(`Time: ${time(Math.floor(timeNanos / 1e9))}`);
  if (durationNanos !== 0) lines.push(durationLine(durationNanos, figures));
  return lines;
}

function durationLine(nanos: number, { total, unit, format }: Figures): string {
  const inNanos = scale(total, unit, 'nanoseconds');
  const share = inNanos.unit === 'ns' && inNanos.value !== 0 ? `(${percentage(Math.trunc(inNanos.value), nanos)})` : '';
  return `Duration: ${scaledLabel(nanos, 'nanoseconds', 'auto')}, Total samples = ${format(total)} ${share}`;
}

/** How many nodes there are, are shown and were dropped. */
export interface Shown {
  /** Sum of the shown nodes' own values. */
  readonly flat: number;
  readonly nodes: number;
  readonly candidates: number;
  readonly droppedNodes: number;
  readonly nodeFraction: number;
}

/** Lines on what a report shows of a profile (internal/report: reportLabels). */
export function shownLines(figures: Figures, shown: Shown): string[] {
  const { total, format } = figures;
  const share = percentage(shown.flat, total).trim();
  const lines = [`Showing nodes accounting for ${format(shown.flat)}, ${share} of ${format(total)} total`];
  if (total === 0) return lines;
  if (shown.droppedNodes > 0) {
    const nodes = shown.droppedNodes > 1 ? 'nodes' : 'node';
    const cutoff = format(Math.abs(Math.trunc(total * shown.nodeFraction)));
    lines.push(`Dropped ${shown.droppedNodes} ${nodes} (cum <= ${cutoff})`);
  }
  if (shown.nodes > 0 && shown.nodes < shown.candidates)
    lines.push(`Showing top ${shown.nodes} nodes out of ${shown.candidates}`);
  return lines;
}

/** Bytes of a filter that are shown. */
const FILTER_SHOWN = 80;

/** Lines on what was selected (internal/report: legendActiveFilters). Go cuts between bytes, so a cut letter is U+FFFD. */
export function filterLines(filters: readonly string[]): string[] {
  if (filters.length === 0) return [];
  return ['Active filters:', ...filters.map((filter) => `   ${cut(filter)}`)];
}

function cut(filter: string): string {
  const bytes = new TextEncoder().encode(filter);
  return bytes.length > FILTER_SHOWN ? `${new TextDecoder().decode(bytes.subarray(0, FILTER_SHOWN))}…` : filter;
}
