import { readFileSync } from 'node:fs';
import { UserError } from '../../model/diagnostic.ts';
import type { Report } from '../../model/report.ts';
import { isEvidenceFolder, judgeStored } from '../../run/judge.ts';
import type { Command } from '../command.ts';
import { finish, REPORT_OPTIONS } from '../finish.ts';

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

function readResult(path: string): Report {
  const result = parsed(path);
  if (
    typeof result !== 'object' ||
    result === null ||
    !('schema' in result) ||
    result.schema !== 'go-perf-gate/result@1'
  )
    throw new UserError('this is no result of go-perf-gate (schema go-perf-gate/result@1)', {
      at: { file: path },
      example: 'go-perf-gate check --json > result.json',
    });
  return result as Report;
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`cannot be read as JSON: ${error instanceof Error ? error.message : error}`, {
      at: { file: path },
    });
  }
}
