import type { BenchmarkReport, MatrixReport, Recommendation } from '../matrix/report.ts';
import { columns, wrapped } from '../reporters/text/columns.ts';
import { type Paint, paintFor } from '../reporters/text/paint.ts';
import { visible } from '../wire/escape.ts';
import { dominationsOf, notesOf, tableOf } from './table.ts';
import { headlineOf, howOf, LEGEND, nameOf } from './words.ts';

export interface TextOptions {
  readonly color?: boolean;
  readonly width?: number;
}

/** The report for a terminal. */
export function matrixText(report: MatrixReport, { color = false, width = 100 }: TextOptions = {}): string {
  const paint = paintFor(color);
  const overall = report.recommendation;
  return [
    paint.strong(visible(headlineOf(report))),
    ...wrapped(visible(howOf(report)), width, ''),
    '',
    ...(overall ? [...recommended(overall, 'All benchmarks', width, paint), ''] : []),
    ...report.benchmarks.flatMap((benchmark) => benchmarkLines(benchmark, width, paint)),
    ...LEGEND.flatMap((text) => wrapped(text, width, '').map(paint.faint)),
    ...report.diagnostics.flatMap(({ level, text }) =>
      text.split('\n').flatMap((line) => wrapped(visible(`${level}: ${line}`), width, '', '  ')),
    ),
    '',
  ].join('\n');
}

function benchmarkLines(benchmark: BenchmarkReport, width: number, paint: Paint): string[] {
  const { titles, rows } = tableOf(benchmark);
  const lines = rows.map(({ cell, texts }) =>
    texts.map((text, i) => {
      if (cell.front === 'no') return { text, paint: paint.faint };
      return i === 0 && cell.label === benchmark.recommendation?.label ? { text, paint: paint.good } : { text };
    }),
  );
  // The unit of a rate is the benchmark's own word.
  const shown = titles.map(({ title, align }) => ({ title: visible(title), align }));
  const told = [...notesOf(benchmark), ...dominationsOf(benchmark)];
  return [
    paint.strong(visible(`${benchmark.subject.pkg ?? ''} ${nameOf(benchmark)}`)),
    ...columns(shown, lines, width),
    ...told.flatMap(({ label, text }) => wrapped(visible(`${label}: ${text}`), width, '  ', '    ')),
    ...(benchmark.recommendation ? recommended(benchmark.recommendation, '', width, paint) : []),
    '',
  ];
}

function recommended(
  { text, reasons, keepDefault }: Recommendation,
  name: string,
  width: number,
  paint: Paint,
): string[] {
  const sign = keepDefault ? '=' : '✓';
  const first = wrapped(visible(`${name ? `${name}: ` : ''}${text}`), width, `${sign} `, '  ');
  return [
    ...first.map(keepDefault ? (line) => line : paint.good),
    ...reasons.flatMap((reason) => wrapped(visible(reason), width, '  · ', '    ')),
  ];
}
