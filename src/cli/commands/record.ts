import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { headSamples } from '../../gate/samples.ts';
import type { Comparison } from '../../model/comparison.ts';
import { UserError } from '../../model/diagnostic.ts';
import { EXIT } from '../../model/report.ts';
import { formatBaseline } from '../../rules/baseline.ts';
import { check } from '../../run/check.ts';
import { visible } from '../../wire/escape.ts';
import type { Command } from '../command.ts';
import { RUN_OPTIONS, runOptions } from '../run-options.ts';

/** Runs this checkout alone and writes what it measured. */
export const record: Command = {
  name: 'record',
  about:
    'run this checkout alone and write a YAML baseline with its samples, environment and commit; against it only counted metrics can regress and fail a job, slower time never does',
  operands: '[DIR]',
  arity: [0, 1],
  options: {
    ...RUN_OPTIONS,
    output: { value: 'FILE', about: 'the baseline to write (default: go-perf-gate-baseline.yml)' },
    out: { value: 'DIR', about: 'where the evidence goes (default: .go-perf-gate)' },
  },
  examples: [
    'go-perf-gate record',
    'go-perf-gate record --output perf/baseline.yml && go-perf-gate check --baseline perf/baseline.yml',
  ],
  async run(args, terminal) {
    const options = runOptions(args);
    const { evidence, report } = await check({ ...options, base: { by: 'none' } }, terminal.progress);
    terminal.progress.end();
    const { rows, environment } = headSamples(evidence);
    if (rows.length === 0)
      throw new UserError(`nothing was measured: ${report.reason}`, {
        example: 'go-perf-gate record --packages ./... --bench .',
      });
    const file = resolve(args.text('output') ?? 'go-perf-gate-baseline.yml');
    const { sha, dirty } = evidence.head;
    if (dirty)
      terminal.err('The working tree has uncommitted changes: the baseline names a commit that does not hold them.\n');
    writeFileSync(
      file,
      formatBaseline({
        rows,
        environment,
        commit: sha ?? '',
        date: evidence.now,
        version: evidence.version,
      }),
    );
    terminal.out(
      `${file}: ${rows.length} rows of ${new Set(rows.map((r) => `${r.subject.pkg} ${r.subject.benchmark}`)).size} benchmarks\n`,
    );
    const unmeasured = unmeasuredLines(report.comparisons);
    terminal.err(unmeasured.map((line) => `${line}\n`).join(''));
    return unmeasured.length > 0 ? EXIT.inconclusive : EXIT.pass;
  },
};

/** What the baseline lacks, one line each. */
function unmeasuredLines(comparisons: readonly Comparison[]): readonly string[] {
  const rows = comparisons.filter((c) => c.status === 'not-measured');
  return rows.map(({ subject, reason }) => {
    const name = [subject.pkg, subject.benchmark].filter(Boolean).join(' ');
    return visible(`not in the baseline: ${name}${reason ? `: ${reason}` : ''}`);
  });
}
