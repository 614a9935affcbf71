import { judge } from '../../gate.ts';
import { UserError } from '../../model/diagnostic.ts';
import { evidenceOfFiles } from '../../run/files.ts';
import { isEvidenceFolder, judgeStored } from '../../run/judge.ts';
import { rulesOf } from '../../run/rules-file.ts';
import type { Command } from '../command.ts';
import { finish, REPORT_OPTIONS } from '../finish.ts';

/** A better benchstat: recorded evidence, judged by the same rules, running nothing. */
export const compare: Command = {
  name: 'compare',
  about:
    'judge recorded evidence without running anything: two outputs of go test -bench (files or folders), or one evidence folder',
  operands: 'BASE HEAD | EVIDENCE',
  arity: [1, 2],
  options: {
    interleaved: { about: "the two files' rounds were measured in turn, base and head: only then can time fail" },
    rules: { value: 'FILE', about: 'rules to judge by (default: the built-in ones)' },
    ...REPORT_OPTIONS,
  },
  examples: [
    'go-perf-gate compare old.txt new.txt',
    'go-perf-gate compare --interleaved --json base/ head/',
    'go-perf-gate compare .go-perf-gate',
  ],
  async run(args, terminal) {
    const rules = await rulesOf(args.text('rules'));
    const [base, head] = args.positionals;
    if (base !== undefined && head === undefined && isEvidenceFolder(base))
      return finish(await judgeStored(base, rules), args, terminal);
    if (base === undefined || head === undefined) throw needsTwo(base);
    const evidence = evidenceOfFiles(base, head, {
      interleaved: args.flag('interleaved'),
      now: new Date().toISOString(),
      ...(rules ? { rules } : {}),
    });
    return finish(judge(evidence), args, terminal);
  },
};

function needsTwo(path: string | undefined): UserError {
  return new UserError(
    `${path ?? 'nothing'} is no evidence folder (it has no evidence.json), so compare needs two files or folders`,
    {
      example: 'go-perf-gate compare old.txt new.txt',
    },
  );
}
