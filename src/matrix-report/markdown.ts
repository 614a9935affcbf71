import type { BenchmarkReport, MatrixReport, Recommendation } from '../matrix/report.ts';
import { collapsed, name, prose, tableHead, tableRow } from '../reporters/markdown/cells.ts';
import { tradeOffChart } from './mermaid.ts';
import { isMemory } from './objective.ts';
import { dominationsOf, notesOf, tableOf } from './table.ts';
import { headlineOf, howOf, LEGEND, nameOf } from './words.ts';

/** Characters of a sentence: a recommendation names several numbers of every benchmark. */
const SENTENCE = 2000;

/** The report as Markdown, for a job's summary. Everything foreign is escaped. */
export function matrixMarkdown(report: MatrixReport): string {
  const overall = report.recommendation;
  return [
    `### ${prose(headlineOf(report), SENTENCE)}`,
    '',
    `<sub>${prose(howOf(report), SENTENCE)}</sub>`,
    '',
    ...(overall ? [`**All benchmarks.** ${recommended(overall)}`, ''] : []),
    ...report.benchmarks.flatMap(benchmarkLines),
    ...collapsedList(
      'How to read it',
      LEGEND.map((text) => prose(text, SENTENCE)),
    ),
    ...collapsedList(
      'Notes',
      report.diagnostics.map(({ level, text }) => prose(`${level}: ${text}`, SENTENCE)),
    ),
  ].join('\n');
}

function benchmarkLines(benchmark: BenchmarkReport): string[] {
  const { titles, rows } = tableOf(benchmark);
  const notes = [...notesOf(benchmark), ...dominationsOf(benchmark)].map(
    ({ label, text }) => `${name(label)}: ${prose(text, SENTENCE)}`,
  );
  const charts = benchmark.objectives.filter((o) => !isMemory(o)).map((o) => tradeOffChart(benchmark, o));
  return [
    `#### ${name(nameOf(benchmark))} <sub>${name(benchmark.subject.pkg ?? '')}</sub>`,
    '',
    ...(benchmark.recommendation ? [recommended(benchmark.recommendation), ''] : []),
    tableHead(titles.map(({ title, align }) => (align === 'right' ? `${prose(title)}:` : prose(title)))),
    ...rows.map(({ texts, cell }) =>
      tableRow(texts.map((text, i) => (i === 0 ? settingCell(text, cell.label, benchmark) : prose(text)))),
    ),
    '',
    ...charts.filter(Boolean).flatMap((chart) => ['```mermaid', chart, '```', '']),
    ...collapsedList('Cells to know something of', notes),
  ];
}

/** The recommended setting is bold. */
function settingCell(text: string, label: string, { recommendation }: BenchmarkReport): string {
  const cell = name(text);
  return recommendation?.label === label ? `**${cell}**` : cell;
}

function recommended({ text, reasons }: Recommendation): string {
  return [prose(text, SENTENCE), ...reasons.map((reason) => `- ${prose(reason, SENTENCE)}`)].join('\n');
}

function collapsedList(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [collapsed(title), ...items.map((item) => `- ${item}`), '', '</details>', ''];
}
