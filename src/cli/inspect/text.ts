import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatValue } from '../../model/format.ts';
import { formatPosition } from '../../model/position.ts';
import { peekText } from '../../profile/peek.ts';
import { tracesText } from '../../profile/traces.ts';
import { groupGoroutines, groupLines, readGoroutines } from '../../sources/goroutines/index.ts';
import type { InspectedMetric } from '../../sources/source.ts';
import { traceLines } from '../../sources/trace/index.ts';
import { visible } from '../../wire/escape.ts';
import type { Ask } from './ask.ts';
import { type Base, comparedWith } from './compared.ts';
import type { Inspected } from './load.ts';
import { logLines, logMetrics } from './logs.ts';
import { placedTop, topLines } from './top.ts';
import { TRACE_ROWS } from './trace.ts';

/** Groups and frames of a goroutine dump that are shown. */
const GOROUTINES = { groups: 20, frames: 8 } as const;

/** What a person reads of one file. */
export function textOf({ file, inspection }: Inspected, ask: Ask, base: Base | undefined): string {
  const { path, kind, metrics, diagnostics, profile, trace } = inspection;
  const report = profile ? profileText(comparedWith(profile, base), ask) : { lines: [], warnings: [] };
  const lines = [
    `${path}: ${kind}${base ? `, compared with ${base.ask.path}` : ''}`,
    ...[...metrics, ...logMetrics(inspection)].map(metricLine),
    ...logLines(inspection),
    ...diagnostics.map(diagnosticLine),
    ...report.warnings.map((text) => diagnosticLine({ level: 'warning', text })),
    ...(kind === 'goroutines'
      ? groupLines(groupGoroutines(readGoroutines(file.text(), path).goroutines), GOROUTINES)
      : []),
    ...(trace ? traceLines(trace, TRACE_ROWS) : []),
    ...report.lines,
  ];
  return `${lines.map(shown).join('\n')}\n`;
}

/** Tabs stand in pprof's own head lines. */
function shown(line: string): string {
  return line.split('\t').map(visible).join('\t').trimEnd();
}

function profileText(profile: NonNullable<Inspected['inspection']['profile']>, ask: Ask) {
  if (ask.peek !== undefined) return { lines: peekText(profile, ask.peek, ask.report).split('\n'), warnings: [] };
  if (ask.traces) return { lines: tracesText(profile, ask.report).split('\n'), warnings: [] };
  const top = placedTop(profile, ask.report);
  return { lines: topLines(top), warnings: top.warnings };
}

function metricLine({ metric, unit, subject, values }: InspectedMetric): string {
  const procs = (subject.gomaxprocs ?? 1) > 1 ? `-${subject.gomaxprocs}` : '';
  const name = [subject.pkg, subject.benchmark].filter(Boolean).join(' ') + procs;
  const sorted = [...values].sort((a, b) => a - b);
  const [lo = 0, median = 0, hi = 0] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  const range = values.length > 1 ? `  (${formatValue(lo, unit)} … ${formatValue(hi, unit)}, n=${values.length})` : '';
  return `  ${name === '' ? '' : `${name}  `}${formatValue(median, unit)} ${metric}${range}`;
}

function diagnosticLine({ level, text, at }: Diagnostic): string {
  return `  ${level}: ${at ? `${formatPosition(at)}: ` : ''}${text}`;
}
