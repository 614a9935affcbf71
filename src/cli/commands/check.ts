import { resolve } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';
import { check as runCheck } from '../../run/check.ts';
import type { Arguments, Command } from '../command.ts';
import { finish, REPORT_OPTIONS } from '../finish.ts';
import { RUN_OPTIONS, runOptions } from '../run-options.ts';

/** The whole gate. */
export const check: Command = {
  name: 'check',
  about: 'the whole gate: build base and head, run, judge, report',
  operands: '[DIR]',
  arity: [0, 1],
  options: {
    base: {
      value: 'REF',
      about:
        "commit to compare with (default: the merge base with the remote's default branch; HEAD when only the working tree differs)",
    },
    ...RUN_OPTIONS,
    baseline: {
      value: 'FILE',
      about:
        'compare with a recorded baseline instead of a base commit: only counted metrics can regress and fail the job, slower time never does',
    },
    out: { value: 'DIR', about: 'where the evidence goes (default: .go-perf-gate)' },
    ...REPORT_OPTIONS,
  },
  examples: [
    'go-perf-gate check --base main',
    "go-perf-gate check --base HEAD~1 --packages ./codec/... --bench 'Encode' --budget 5m",
  ],
  async run(args, terminal) {
    const { report } = await runCheck({ ...runOptions(args), ...source(args) }, terminal.progress);
    terminal.progress.end();
    return finish(report, args, terminal);
  },
};

function source(args: Arguments) {
  const baseline = args.text('baseline');
  const ref = args.text('base');
  if (baseline !== undefined && ref !== undefined)
    throw new UserError('--base and --baseline exclude each other', { example: 'go-perf-gate check --base main' });
  if (baseline !== undefined) return { base: { by: 'none' as const }, baseline: resolve(baseline) };
  return { base: ref === undefined ? { by: 'default' as const } : { by: 'ref' as const, ref } };
}
