import { join } from 'node:path';
import { judge } from '../../gate.ts';
import { EXIT } from '../../model/report.ts';
import { readEvidence } from '../../run/store/store.ts';
import { visible } from '../../wire/escape.ts';
import type { Command } from '../command.ts';
import { examplesFolder } from '../examples.ts';

/** A gate that cannot fail is worse than none. */
export const selftest: Command = {
  name: 'selftest',
  about: 'prove that the gate can fail: inject regressions into recorded samples and see them caught',
  operands: '[EVIDENCE]',
  arity: [0, 1],
  options: { json: { about: 'print JSON' } },
  examples: ['go-perf-gate selftest', 'go-perf-gate selftest .go-perf-gate'],
  async run(args, terminal) {
    const trials = judge(await readEvidence(args.positionals[0] ?? join(examplesFolder(), 'evidence'))).selftest;
    const ok = trials.length > 0 && trials.every((t) => t.ok);
    if (trials.length === 0) terminal.err('there is no benchmark with samples on both sides to try it with\n');
    const lines = trials.map((t) =>
      visible(`${t.ok ? 'ok  ' : 'FAIL'} ${t.what}: ${t.got}${t.ok ? '' : ` (expected: ${t.expected})`}`),
    );
    terminal.out(args.flag('json') ? `${JSON.stringify({ ok, trials }, null, 2)}\n` : `${lines.join('\n')}\n`);
    return ok ? EXIT.pass : EXIT.fail;
  },
};
