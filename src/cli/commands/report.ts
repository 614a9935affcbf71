import { isEvidenceFolder, judgeStored } from '../../run/judge.ts';
import type { Command } from '../command.ts';
import { finish, REPORT_OPTIONS } from '../finish.ts';
import { readResult } from '../result-file.ts';

/** Any form of the report from what a run stored. */
export const report: Command = {
  name: 'report',
  about: 'print any form of the report from a stored result: an evidence folder (judged again) or a result.json',
  operands: 'RESULT',
  arity: [1, 1],
  options: REPORT_OPTIONS,
  examples: ['go-perf-gate report .go-perf-gate --format markdown', 'go-perf-gate report result.json'],
  async run(args, terminal) {
    const [path = ''] = args.positionals;
    return finish(isEvidenceFolder(path) ? await judgeStored(path) : readResult(path), args, terminal);
  },
};
