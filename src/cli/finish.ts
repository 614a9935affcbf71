import { UserError } from '../model/diagnostic.ts';
import { EXIT, type Report } from '../model/report.ts';
import { REPORTERS } from '../reporters/index.ts';
import type { Arguments, Option } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Options of every command that ends with a report. */
export const REPORT_OPTIONS: Readonly<Record<string, Option>> = {
  json: { about: 'print the result as JSON (schema go-perf-gate/result@1)' },
  format: {
    value: 'NAME',
    about: `print the report as ${REPORTERS.map((r) => r.format).join(', ')}`,
    choices: REPORTERS.map((r) => r.format),
  },
};

/** Prints the report in the form asked for. @returns the exit status of its verdict */
export function finish(report: Report, args: Arguments, terminal: Terminal): number {
  const format = args.flag('json') ? 'json' : (args.text('format') ?? 'text');
  const reporter = REPORTERS.find((r) => r.format === format);
  if (!reporter) throw new UserError(`there is no report format ${format}`);
  terminal.out(reporter.render(report, { color: terminal.color, width: terminal.width }));
  return EXIT[report.verdict];
}
