import { UserError } from '../model/diagnostic.ts';
import { VERSION } from '../model/version.ts';
import { visible } from '../wire/escape.ts';
import { bugText, OUR_BUG } from './bug.ts';
import { type Command, parse } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { helpOf, overview } from './help.ts';
import type { Terminal } from './terminal.ts';

/** Exit status for wrong use or configuration. */
const WRONG_USE = 2;

/** The whole program. @returns the exit status */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    terminal.progress.end();
    if (error instanceof UserError) {
      terminal.err(`go-perf-gate: ${error.shown.split('\n').map(visible).join('\n')}\n`);
      return WRONG_USE;
    }
    terminal.err(bugText(error));
    return OUR_BUG;
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name = 'help', ...rest] = argv;
  if (name === '--version' || name === 'version') {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  if (['help', '--help', '-h'].includes(name)) return help(rest[0], terminal);
  const command = await find(name);
  if (rest.includes('--help') || rest.includes('-h')) return help(name, terminal);
  return command.run(parse(command, rest), terminal);
}

async function help(name: string | undefined, terminal: Terminal): Promise<number> {
  const text = name === undefined ? overview(await everyCommand(), VERSION) : helpOf(await find(name));
  terminal.out(text);
  return 0;
}

async function everyCommand(): Promise<readonly Command[]> {
  const commands: Command[] = [];
  for (const load of Object.values(COMMANDS)) commands.push(await load());
  return commands;
}

function find(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load) return load();
  throw new UserError(`there is no command ${JSON.stringify(name)}`, {
    example: `go-perf-gate check   (commands: ${Object.keys(COMMANDS).join(', ')})`,
  });
}
