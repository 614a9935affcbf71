import { UserError } from '../../model/diagnostic.ts';
import { gitEnv } from '../process/child-env.ts';
import { type CommandResult, command } from '../process/command.ts';

/**
 * Settings that keep a repository's own configuration from running programs in our name, and its maintenance from going
 * on behind our back.
 */
const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** Seconds that a git command may take; fetching a large history takes long. */
const TIMEOUT = 600;

/** Git in one folder. */
export interface Git {
  /** The folder git runs in; of an opened repository, its root. */
  readonly root: string;
  run(...args: string[]): Promise<CommandResult>;
  /** Standard output without its last newline, or null when git failed. */
  ask(...args: string[]): Promise<string | null>;
  /** Standard output as it is. @throws Error with what git said. */
  must(...args: string[]): Promise<string>;
}

/** @param undoing for what must still be done after a signal. */
export function gitIn(dir: string, undoing = false): Git {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const run = async (...args: string[]) => {
    const options = { cwd: dir, env: gitEnv(process.env), timeout: TIMEOUT, undoing };
    const result = await command('git', [...settings, ...args], options);
    if (result.missing) throw NO_GIT();
    return result;
  };
  const ask = async (...args: string[]) => {
    const result = await run(...args);
    return result.status === 0 ? result.stdout.replace(/\r?\n$/, '') : null;
  };
  const must = async (...args: string[]) => {
    const result = await run(...args);
    if (result.status !== 0) throw new Error(`git ${args[0]}: ${result.stderr.trim() || `status ${result.status}`}`);
    return result.stdout;
  };
  return { root: dir, run, ask, must };
}

const NO_GIT = () =>
  new UserError('git is not installed or not in PATH: base and head are taken from it', {
    example: 'apt-get update && apt-get install -y git   (a step before actions/checkout, for container jobs)',
  });

/**
 * The repository that `dir` is in.
 *
 * @returns git in its root folder.
 * @throws UserError when there is none, or git does not trust it.
 */
export async function openRepository(dir: string): Promise<Git> {
  const result = await gitIn(dir).run('rev-parse', '--show-toplevel');
  if (result.status === 0) return gitIn(result.stdout.replace(/\r?\n$/, ''));
  if (/dubious ownership/.test(result.stderr)) {
    throw new UserError(`${dir}: the repository belongs to another user, so git refuses it`, {
      example: 'run: git config --global --add safe.directory "$GITHUB_WORKSPACE"   (a step after actions/checkout)',
    });
  }
  throw new UserError(`${dir} is not in a git repository: base and head are commits of one`, {
    example: 'uses: actions/checkout@v7   (with: fetch-depth: 0, a step before this one)',
  });
}
