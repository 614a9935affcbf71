import { catalogue, effectiveRules } from '../../rules/print.ts';
import { loadRules } from '../../run/rules-file.ts';
import type { Command } from '../command.ts';
import { defaultRules } from '../rules-path.ts';

/** What is in force, and what could be limited. */
export const rules: Command = {
  name: 'rules',
  about: 'validate the rules and print what is in force; --metrics lists what can be limited',
  operands: '[FILE]',
  arity: [0, 1],
  options: { metrics: { about: 'list the metric catalogue instead' } },
  examples: ['go-perf-gate rules', 'go-perf-gate rules .github/go-perf-gate.yml', 'go-perf-gate rules --metrics'],
  async run(args, terminal) {
    terminal.out(
      args.flag('metrics') ? catalogue() : effectiveRules(await loadRules(args.positionals[0] ?? defaultRules())),
    );
    return 0;
  },
};
