import type { Command } from './command.ts';

/** The program's own help: one line a command. */
export function overview(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map((c) => c.name.length));
  const lines = commands.map((c) => `  ${c.name.padEnd(width)}  ${c.about}`);
  return [
    `go-perf-gate ${version}: benchmarks of a Go module, base against head, judged on noisy runners`,
    '',
    'Usage: go-perf-gate COMMAND [OPTIONS]',
    '',
    ...lines,
    '',
    'go-perf-gate COMMAND --help says more of one. Exit status: 0 pass, 1 fail, 2 wrong use, 3 inconclusive, 70 our own bug.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, o]) => [
    o.value ? `--${name} ${o.value}` : `--${name}`,
    o.about,
  ]);
  const width = Math.max(0, ...options.map(([left]) => (left ?? '').length));
  const usage = ['go-perf-gate', command.name, command.operands, options.length ? '[OPTIONS]' : '']
    .filter(Boolean)
    .join(' ');
  return [
    `${command.name}: ${command.about}`,
    '',
    `Usage: ${usage}`,
    '',
    ...options.map(([left, about]) => `  ${(left ?? '').padEnd(width)}  ${about}`),
    ...(options.length ? [''] : []),
    'Examples:',
    ...command.examples.map((e) => `  ${e}`),
    '',
  ].join('\n');
}
