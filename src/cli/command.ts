import { parseArgs } from 'node:util';
import { UserError } from '../model/diagnostic.ts';
import type { Terminal } from './terminal.ts';

/** One option of a command: `--name VALUE`, or `--name` alone when `value` is absent. */
export interface Option {
  readonly about: string;
  /** How the value is named in the help: `REF`, `FILE`, `10m`. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: boolean;
  /** The values it may have. */
  readonly choices?: readonly string[];
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** The last value given, if any. */
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  flag(name: string): boolean;
}

/** One command of the program: one file, and one line in commands/index.ts. */
export interface Command {
  readonly name: string;
  readonly about: string;
  /** Positional arguments as the help shows them: `[DIR]`, `BASE HEAD`. */
  readonly operands: string;
  /** Fewest and most positional arguments. */
  readonly arity: readonly [number, number];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  /** @returns the exit status (PRODUCT: verdict table) */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Parses a command line; what does not fit is a {@link UserError} that names the option and shows an example. */
export function parse(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, o]) => [
      name,
      { type: o.value === undefined ? ('boolean' as const) : ('string' as const), multiple: o.many ?? false },
    ]),
  );
  const { values, positionals } = parsed(command, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }),
  );
  checkArity(command, positionals);
  checkChoices(command, values);
  const all = (name: string) => [values[name]].flat().filter((v) => typeof v === 'string');
  return {
    positionals,
    text: (name) => all(name).at(-1),
    list: all,
    flag: (name) => values[name] === true,
  };
}

function parsed<T>(command: Command, run: () => T): T {
  try {
    return run();
  } catch (error) {
    const text = error instanceof Error ? error.message.split('. To specify')[0] : String(error);
    throw new UserError(`${command.name}: ${text}`, { example: command.examples[0] });
  }
}

function checkArity({ name, arity, operands, examples }: Command, positionals: readonly string[]): void {
  if (positionals.length >= arity[0] && positionals.length <= arity[1]) return;
  const wanted = operands || 'no arguments';
  throw new UserError(`${name} takes ${wanted}, not ${positionals.length} arguments`, { example: examples[0] });
}

function checkChoices(command: Command, values: Readonly<Record<string, unknown>>): void {
  for (const [name, { choices }] of Object.entries(command.options)) {
    const value = values[name];
    if (choices && value !== undefined && !choices.includes(String(value)))
      throw new UserError(`--${name} is one of ${choices.join(', ')}, not ${value}`, {
        example: `--${name} ${choices[0]}`,
      });
  }
}
