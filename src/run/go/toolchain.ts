import { UserError } from '../../model/diagnostic.ts';
import { buildEnv, type Env, goEnv, testEnv } from '../process/child-env.ts';
import { type CommandResult, command } from '../process/command.ts';

/** Oldest minor release of Go 1 that is supported: it builds the runner and knows the flags used. */
const OLDEST_MINOR = 20;

/** The go command of one side, with the environments that follow from its settings. */
export interface Toolchain {
  /** `go1.23.4` */
  readonly version: string;
  /** The 23 of go1.23.4. */
  readonly minor: number;
  /** What `go env` said. */
  readonly settings: Env;
  /** For go commands. */
  readonly buildEnv: Env;
  /** For the code under test, but for PWD. */
  readonly testEnv: Env;
  /** Runs a go command; the timeout is in seconds. */
  go(dir: string, args: readonly string[], timeout?: number): Promise<CommandResult>;
  goWith(env: Env, dir: string, args: readonly string[], timeout?: number): Promise<CommandResult>;
}

const SETUP_GO = 'uses: actions/setup-go@v7   (with: { go-version-file: go.mod }, a step before this one)';

/**
 * Finds Go as a folder sees it.
 *
 * @param temp an existing folder for what the go command writes while it works; the system's when absent.
 * @throws UserError when there is none, it is too old, or it is older than go.mod asks for.
 */
export async function openToolchain(dir: string, passed: Env, temp?: string): Promise<Toolchain> {
  const env = goEnv(process.env, passed);
  const result = await command('go', ['env', '-json'], { cwd: dir, env, timeout: 120 });
  if (result.missing) throw new UserError('Go is not installed or not in PATH', { example: SETUP_GO });
  if (result.status !== 0) throw goProblem(result.stderr, dir);
  const settings = JSON.parse(result.stdout) as Env;
  const version = settings.GOVERSION ?? '';
  const minor = Number(/^(?:go|devel go)1\.(\d+)/.exec(version)?.[1] ?? Number.NaN);
  if (minor < OLDEST_MINOR || version === '') {
    throw new UserError(
      `Go ${version.replace(/^go/, '') || '(unknown)'} is too old: 1.${OLDEST_MINOR} or later is needed`,
      { example: SETUP_GO },
    );
  }
  const forBuilds = { ...buildEnv(process.env, settings, passed), ...(temp === undefined ? {} : { GOTMPDIR: temp }) };
  return {
    version,
    minor: Number.isNaN(minor) ? OLDEST_MINOR : minor,
    settings,
    buildEnv: forBuilds,
    testEnv: testEnv(process.env, settings, passed),
    go: (cwd, args, timeout) => runGo(forBuilds, cwd, args, timeout),
    goWith: runGo,
  };
}

function runGo(env: Env, cwd: string, args: readonly string[], timeout?: number): Promise<CommandResult> {
  return command('go', args, timeout === undefined ? { cwd, env } : { cwd, env, timeout });
}

/** What a failed go command means for the user: most often that go.mod asks for a newer Go than is installed. */
export function goProblem(stderr: string, dir: string): UserError {
  const text = stderr.trim().split('\n').at(-1) ?? '';
  const newer =
    /requires go (>= )?1|go\.mod requires|toolchain not available|invalid go version|unknown block type/.test(stderr);
  return newer
    ? new UserError(`the Go that is installed is older than ${dir} asks for: ${text}`, { example: SETUP_GO })
    : new UserError(`go fails in ${dir}: ${text || 'no message'}`, {
        example: 'go list ./...   (run there, it must succeed)',
      });
}
