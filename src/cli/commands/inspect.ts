import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatValue } from '../../model/format.ts';
import { formatPosition } from '../../model/position.ts';
import { filesOf, readBytes } from '../../run/files.ts';
import { detectKind, SOURCES } from '../../sources/index.ts';
import { EvidenceFile, type InspectedMetric, type Inspection } from '../../sources/source.ts';
import { visible } from '../../wire/escape.ts';
import type { Command } from '../command.ts';

/** Says what files hold; the kind is detected from the content. */
export const inspect: Command = {
  name: 'inspect',
  about: 'say what files hold: the kind is detected from the content',
  operands: 'FILE…',
  arity: [1, Number.POSITIVE_INFINITY],
  options: { json: { about: 'print JSON (schema go-perf-gate/inspect@1)' } },
  examples: [
    'go-perf-gate inspect bench.txt',
    'go test -bench . ./... > bench.txt; go-perf-gate inspect --json bench.txt',
  ],
  async run(args, terminal) {
    const files = args.positionals.flatMap(filesOf).map((path) => inspected(new EvidenceFile(path, readBytes(path))));
    terminal.out(args.flag('json') ? json(files) : files.map(text).join('\n'));
    return files.some((f) => f.kind === 'unknown') ? 3 : 0;
  },
};

function inspected(file: EvidenceFile): Inspection {
  const { path } = file;
  const source = detectKind(file);
  if (source) return source.inspect(file);
  const known = SOURCES.map((s) => s.about).join('; ');
  return {
    path,
    kind: 'unknown',
    metrics: [],
    diagnostics: [{ level: 'warning', text: `none of the kinds we know (${known})`, at: { file: path } }],
  };
}

function json(files: readonly Inspection[]): string {
  return `${JSON.stringify({ schema: 'go-perf-gate/inspect@1', files }, null, 2)}\n`;
}

function text({ path, kind, metrics, diagnostics }: Inspection): string {
  const lines = [`${path}: ${kind}`, ...metrics.map(metricLine), ...diagnostics.map(diagnosticLine)];
  return `${lines.map(visible).join('\n')}\n`;
}

function metricLine({ metric, subject, values }: InspectedMetric): string {
  const name = [subject.pkg, subject.benchmark].filter(Boolean).join(' ');
  const procs = (subject.gomaxprocs ?? 1) > 1 ? `-${subject.gomaxprocs}` : '';
  const sorted = [...values].sort((a, b) => a - b);
  const [lo = 0, median = 0, hi = 0] = [sorted[0], sorted[sorted.length >> 1], sorted.at(-1)];
  const range =
    values.length > 1 ? `  (${formatValue(lo, metric)} … ${formatValue(hi, metric)}, n=${values.length})` : '';
  return `  ${name}${procs}  ${formatValue(median, metric)} ${metric}${range}`;
}

function diagnosticLine({ level, text: words, at }: Diagnostic): string {
  return `  ${level}: ${at ? `${formatPosition(at)}: ` : ''}${words}`;
}
