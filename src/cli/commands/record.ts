import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { headSamples } from '../../gate/samples.ts';
import { UserError } from '../../model/diagnostic.ts';
import { formatBaseline } from '../../rules/baseline.ts';
import { check } from '../../run/check.ts';
import type { Command } from '../command.ts';
import { RUN_OPTIONS, runOptions } from '../run-options.ts';

/** Runs this checkout alone and writes what it measured. */
export const record: Command = {
  name: 'record',
  about: 'run this checkout alone and write a YAML baseline with its samples, environment and commit',
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
    return 0;
  },
};
