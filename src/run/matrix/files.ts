import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MatrixReport } from '../../matrix/report.ts';
import { tradeOffPicture } from '../../matrix-report/chart.ts';
import { matrixHtml } from '../../matrix-report/html.ts';
import { matrixJson } from '../../matrix-report/json.ts';
import { matrixMarkdown } from '../../matrix-report/markdown.ts';
import { isMemory } from '../../matrix-report/objective.ts';
import { Names } from '../store/names.ts';

export const RESULT = 'result.json';
export const MARKDOWN = 'report.md';
export const PAGE = 'report.html';
const PICTURES = 'pictures';

/** The report in every form, beside the results it is of; what an earlier run wrote is replaced. */
export async function writeMatrixReports(dir: string, report: MatrixReport): Promise<void> {
  await writeFile(join(dir, RESULT), matrixJson(report));
  await writeFile(join(dir, MARKDOWN), matrixMarkdown(report));
  await writeFile(join(dir, PAGE), matrixHtml(report));
  await rm(join(dir, PICTURES), { recursive: true, force: true });
  await mkdir(join(dir, PICTURES));
  const names = new Names();
  for (const benchmark of report.benchmarks) {
    for (const objective of benchmark.objectives.filter((o) => !isMemory(o))) {
      const { pkg = '', benchmark: name = '' } = benchmark.subject;
      const svg = tradeOffPicture(benchmark, objective);
      if (svg) await writeFile(join(dir, PICTURES, `${names.of(`${pkg}.${name}.${objective.name}`)}.svg`), svg);
    }
  }
}
