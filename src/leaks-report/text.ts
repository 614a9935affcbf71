import type { LeakVerdict } from '../leaks/judge.ts';
import type { BenchmarkLeaks, LeakReport, ReportedGrowth, ReportedProcess } from '../leaks/report.ts';
import type { Place } from '../leaks/run.ts';
import type { StageSays } from '../leaks/stages.ts';
import { formatCount, formatDuration, formatValue, plural } from '../model/format.ts';
import { wrapped } from '../reporters/text/columns.ts';
import { type Paint, paintFor } from '../reporters/text/paint.ts';
import { visible } from '../wire/escape.ts';
import { sparkline } from './sparkline.ts';

export interface TextOptions {
  readonly color?: boolean;
  readonly width?: number;
}

/** The report for a terminal. */
export function leaksText(report: LeakReport, { color = false, width = 100 }: TextOptions = {}): string {
  const paint = paintFor(color);
  const counts = (verdict: LeakVerdict) => report.benchmarks.filter((b) => b.verdict === verdict).length;
  const headline = `${plural(report.benchmarks.length, 'benchmark')}: ${counts('leak')} with a leak, ${counts('no leak')} without, ${counts('not enough evidence')} without enough evidence`;
  const { goVersion, goos, goarch } = report.environment;
  const { build, measure, budget } = report.cost;
  const how = `${goVersion ?? ''} ${goos ?? ''}/${goarch ?? ''}; built in ${formatDuration(build)}, looked at in ${formatDuration(measure)} of ${formatDuration(budget)}`;
  return [
    paint.strong(headline),
    visible(how),
    '',
    ...report.benchmarks.flatMap((benchmark) => [...benchmarkLines(benchmark, width, paint), '']),
    ...report.diagnostics.flatMap(({ level, text }) =>
      text.split('\n').flatMap((line) => wrapped(visible(`${level}: ${line}`), width, '', '  ')),
    ),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

const SIGNS: Readonly<Record<LeakVerdict, string>> = { leak: '✗', 'no leak': '✓', 'not enough evidence': '?' };

function benchmarkLines(benchmark: BenchmarkLeaks, width: number, paint: Paint): string[] {
  const { verdict, pkg, reason, leaks, doubts, harmless, settle, processes } = benchmark;
  const colour = { leak: paint.bad, 'no leak': paint.good, 'not enough evidence': paint.doubtful }[verdict];
  const shown = verdict === 'leak' ? leaks : verdict === 'no leak' ? harmless.slice(0, 3) : doubts.slice(0, 5);
  const last = processes.at(-1);
  return [
    colour(visible(`${SIGNS[verdict]} ${verdict}: ${pkg} ${benchmark.benchmark}`)),
    ...wrapped(visible(reason), width, '  ', '    '),
    ...shown.flatMap((growth) => growthLines(growth, width)),
    ...(settle ? wrapped(visible(`to settle it: ${settle}`), width, '  ', '    ') : []),
    ...(last ? wrapped(paint.faint(processText(last)), width, '  ', '    ') : []),
  ];
}

function growthLines(growth: ReportedGrowth, width: number): string[] {
  const { kind, site, through, created, state, values } = growth;
  const where = [placeText(site), ...(through ? [`through ${through}`] : [])].join(', ');
  const lines =
    kind === 'heap'
      ? [`allocated at ${where}`, heapText(growth)]
      : [
          created ? `goroutines created at ${placeText(created)}` : 'goroutines',
          `they stand at ${where}${state ? ` (${state})` : ''}: ${amounts(growth, (n) => formatCount(Math.round(n)))}`,
          ...(growth.detected === undefined ? [] : [detectedText(growth.detected)]),
        ];
  const [first = '', ...rest] = lines;
  return [
    ...wrapped(visible(first), width, '  · ', '    '),
    ...rest.flatMap((line) => wrapped(visible(line), width, '    ', '      ')),
    `    ${sparkline(values)}`,
  ];
}

/** In a process of its own, which is shorter. */
function detectedText(detected: number): string {
  return detected > 0
    ? `Go's own detector finds ${formatCount(detected)} of them leaked, in a process of its own`
    : "Go's own detector finds none of them: something could still wake them";
}

function heapText(growth: ReportedGrowth): string {
  const { objects = 0, stages } = growth;
  const said = stages
    ? `; ${stageText('collector', stages.live, bytes)}, ${stageText('HeapAlloc', stages.heapAlloc, bytes)}, ${stageText('HeapObjects', stages.heapObjects, count)}, ${stageText('gctrace', stages.gctrace, bytes)}`
    : '';
  return `${amounts(growth, bytes)}, ${count(objects)} objects${said}`;
}

function amounts({ growth, perStep, perIteration, shape }: ReportedGrowth, text: (n: number) => string): string {
  const rates = shape === 'grows' ? ` (${text(perStep)} a step, ${perIterationText(perIteration)} an iteration)` : '';
  return `+${text(growth)}${rates}`;
}

function perIterationText(n: number): string {
  return n >= 10 ? n.toFixed(0) : n.toPrecision(2);
}

const bytes = (n: number) => formatValue(n, 'B');
const count = (n: number) => formatCount(Math.round(n));

function stageText(name: string, { says, growth }: StageSays, text: (n: number) => string): string {
  if (says === 'too-coarse') return `${name} too coarse`;
  return `${name} ${says === 'sees' ? '' : 'does not agree: '}${growth >= 0 ? '+' : '−'}${text(Math.abs(growth))}`;
}

function placeText({ function: name, file, line }: Place): string {
  return `${name} ${file}:${line}`;
}

function processText({ steps, iterations, live, goroutines }: ReportedProcess): string {
  const sign = live.growth < 0 ? '−' : '+';
  return `${steps} steps of ${formatCount(iterations)} iterations; live heap after collection ${sign}${bytes(Math.abs(live.growth))} (p ${live.p.toPrecision(2)}), goroutines ${goroutines.growth < 0 ? '−' : '+'}${count(Math.abs(goroutines.growth))}`;
}
