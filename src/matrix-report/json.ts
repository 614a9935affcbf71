import type { MatrixReport } from '../matrix/report.ts';
import { jsonText } from '../wire/json.ts';

export function matrixJson(report: MatrixReport): string {
  return jsonText(report);
}
