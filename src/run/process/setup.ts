import { UserError } from '../../model/diagnostic.ts';
import type { Env } from './child-env.ts';
import { command } from './command.ts';

/**
 * Runs the user's `setup` command in a checkout (generated code, submodules, LFS).
 *
 * @throws UserError with the end of what it said when it fails.
 */
export async function runSetup(line: string, side: string, dir: string, env: Env, timeout: number): Promise<void> {
  const shell = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c'] : ['sh', '-c'];
  const [program = 'sh', ...flags] = shell;
  const result = await command(program, [...flags, line], { cwd: dir, env, timeout });
  if (result.status === 0) return;
  const why = result.timedOut ? `did not end within ${Math.round(timeout)} s` : `ended with status ${result.status}`;
  const tail = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-10).join('\n');
  throw new UserError(`setup ${why} in the ${side} checkout:\n${tail}`, { example: `(cd ${dir} && ${line})` });
}
