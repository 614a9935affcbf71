import type { BenchmarkReport, MatrixReport, Recommendation } from '../matrix/report.ts';
import { escapeXml } from '../wire/escape.ts';
import { tradeOffPicture } from './chart.ts';
import { isMemory } from './objective.ts';
import { dominationsOf, notesOf, tableOf } from './table.ts';
import { headlineOf, howOf, LEGEND, nameOf } from './words.ts';

/** No script, no link, nothing from elsewhere. */
const STYLE = `
body { font: 14px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 2rem auto; max-width: 1320px; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; } h2 small { font-weight: normal; color: #555; }
.how, .legend { color: #555; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; } th, td { padding: .25rem .6rem; border-bottom: 1px solid #e4e4e4; text-align: left; white-space: nowrap; }
th.right, td.right { text-align: right; } tr.no td { color: #6b6b6b; } tr.chosen td { background: #e8f1fb; } code { font-family: ui-monospace, monospace; }
svg { max-width: 100%; height: auto; display: block; margin: 1rem 0; } .recommended { border-left: 4px solid #1f5fa8; padding: .3rem 1rem; background: #f5f9fe; margin-bottom: 1rem; }
`;

/** The report as one page: recommendation, table and trade-off curves of every benchmark. */
export function matrixHtml(report: MatrixReport): string {
  const overall = report.recommendation;
  const pictures = new Pictures();
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(headlineOf(report))}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escapeXml(headlineOf(report))}</h1>`,
    `<p class="how">${escapeXml(howOf(report))}</p>`,
    ...(overall ? [recommended(overall, 'All benchmarks: ')] : []),
    ...report.benchmarks.map((benchmark) => section(benchmark, pictures)),
    `<div class="legend">${LEGEND.map((text) => `<p>${escapeXml(text)}</p>`).join('')}</div>`,
    list(report.diagnostics.map(({ level, text }) => `${level}: ${text}`)),
    '</body></html>\n',
  ].join('\n');
}

function section(benchmark: BenchmarkReport, pictures: Pictures): string {
  const notes = [...notesOf(benchmark), ...dominationsOf(benchmark)].map(({ label, text }) => `${label}: ${text}`);
  return [
    `<h2>${escapeXml(nameOf(benchmark))} <small>${escapeXml(benchmark.subject.pkg ?? '')}</small></h2>`,
    benchmark.recommendation ? recommended(benchmark.recommendation, '') : '',
    tableHtml(benchmark),
    list(notes),
    ...benchmark.objectives.filter((o) => !isMemory(o)).map((o) => pictures.own(tradeOffPicture(benchmark, o) ?? '')),
  ].join('\n');
}

/** Several pictures in one page: their identifiers must differ. */
class Pictures {
  #count = 0;

  own(svg: string): string {
    const n = ++this.#count;
    return svg
      .replace('aria-labelledby="title description"', `aria-labelledby="title-${n} description-${n}"`)
      .replace('<title id="title">', `<title id="title-${n}">`)
      .replace('<desc id="description">', `<desc id="description-${n}">`);
  }
}

function tableHtml(benchmark: BenchmarkReport): string {
  const { titles, rows } = tableOf(benchmark);
  const cell = (tag: 'th' | 'td', text: string, i: number) =>
    `<${tag}${titles[i]?.align === 'right' ? ' class="right"' : ''}>${escapeXml(text)}</${tag}>`;
  const body = rows.map(({ cell: { front, label }, texts }) => {
    const chosen = label === benchmark.recommendation?.label;
    const kind = chosen ? ' class="chosen"' : front === 'no' ? ' class="no"' : '';
    return `<tr${kind}>${texts.map((text, i) => cell('td', text, i)).join('')}</tr>`;
  });
  const head = titles.map(({ title }, i) => cell('th', title, i)).join('');
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function recommended({ text, reasons }: Recommendation, name: string): string {
  return `<div class="recommended"><p><b>${escapeXml(name + text)}</b></p>${list(reasons)}</div>`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${escapeXml(item)}</li>`).join('')}</ul>`;
}
