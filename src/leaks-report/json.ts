import type { LeakReport } from '../leaks/report.ts';
import { jsonText } from '../wire/json.ts';

export function leaksJson(report: LeakReport): string {
  return jsonText(report);
}
