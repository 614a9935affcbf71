import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';

export type Env = Readonly<Record<string, string>>;

// Allow-lists, never deny-lists (TRUST T9): a JavaScript action's environment is full of tokens and of files that steer
// later steps, and nobody can name all of them.

/** What any program needs to find its files; the second line is Windows. */
const SYSTEM = [
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'TMP', 'TEMP', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'],
  ...['SystemRoot', 'SYSTEMROOT', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'PATHEXT', 'COMSPEC', 'ProgramFiles'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'LD_LIBRARY_PATH', 'PKG_CONFIG_PATH'],
];

/** What programs that use the network need. */
const NETWORK = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'ALL_PROXY', 'all_proxy'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'GIT_SSL_CAINFO', 'GIT_SSH', 'GIT_SSH_COMMAND', 'SSH_AUTH_SOCK'],
];

/** Where the go command keeps things and gets modules from. */
const GO_PLACES = ['GOROOT', 'GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOENV'];

/** Settings of the go command that say how to build, not what: kept from `go env`, so from `go env -w` too. */
export const GO_SETTINGS: readonly string[] = [
  ...['GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'GONOPROXY', 'GOPRIVATE', 'GOSUMDB', 'GONOSUMDB', 'GOINSECURE'],
  ...['GOVCS', 'GOAUTH', 'CGO_ENABLED', 'CC', 'CXX', 'AR', 'PKG_CONFIG', 'CGO_CFLAGS', 'CGO_CPPFLAGS'],
  ...['CGO_CXXFLAGS', 'CGO_LDFLAGS', 'GOAMD64', 'GOARM', 'GOARM64', 'GO386', 'GOPPC64', 'GORISCV64'],
];

function pick(source: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const name of names) {
    const value = source[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** For git: nothing of an outer git (GIT_DIR, GIT_INDEX_FILE …), no questions, no locks it does not need, English. */
export function gitEnv(source: NodeJS.ProcessEnv): Env {
  return {
    ...pick(source, [...SYSTEM, ...NETWORK]),
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LFS_SKIP_SMUDGE: source.GIT_LFS_SKIP_SMUDGE ?? '0',
    LC_ALL: 'C',
  };
}

/**
 * For the first `go env`, which says what the others are given. GOTOOLCHAIN=local: a `toolchain` line in go.mod must not
 * download another Go unless asked; GOFLAGS empty: `-count=2` in it would silently double the samples.
 */
export function goEnv(source: NodeJS.ProcessEnv, passed: Env): Env {
  const own = pick(source, [...SYSTEM, ...NETWORK, ...GO_PLACES, ...GO_SETTINGS, 'GOWORK']);
  return { ...own, GOFLAGS: '', GOTOOLCHAIN: 'local', ...passed };
}

/** For go commands: the settings of `go env` made explicit, and its file (`go env -w`) switched off. */
export function buildEnv(source: NodeJS.ProcessEnv, settings: Env, passed: Env): Env {
  const own = pick(source, [...SYSTEM, ...NETWORK, 'GOWORK']);
  return { ...own, ...pick(settings, GO_SETTINGS), GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', ...passed };
}

/** For the user's setup command: as for builds, but it may run code of the pull request, so no way to the user's keys. */
export function setupEnv(build: Env): Env {
  const { SSH_AUTH_SOCK: _, ...env } = build;
  return env;
}

/** For the code under test; `PWD` is added for each package's folder. GOROOT and PATH as `go test` gives them. */
export function testEnv(source: NodeJS.ProcessEnv, settings: Env, passed: Env): Env {
  const goroot = settings.GOROOT ?? '';
  const own = pick(source, SYSTEM);
  const path = [join(goroot, 'bin'), own.PATH].filter(Boolean).join(process.platform === 'win32' ? ';' : ':');
  const go = pick(settings, ['GOROOT', 'GOPATH', 'GOCACHE', 'GOMODCACHE', 'GOPROXY', 'CGO_ENABLED']);
  return { ...own, ...go, PATH: path, GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local', ...passed };
}

/** The runner's and its log commands' own variables: the code under test could steer later steps with them. */
const REFUSED = /^(ACTIONS_|INPUT_|GITHUB_|RUNNER_|GIT_|PWD$)/i;

/**
 * Reads the `env` option: `NAME` takes the value from our environment (absent: nothing), `NAME=VALUE` sets one.
 *
 * @throws UserError for what is no name, and for names that are never passed.
 */
export function passedEnv(env: readonly string[], source: NodeJS.ProcessEnv): Env {
  const passed: Record<string, string> = {};
  for (const entry of env) {
    const at = entry.indexOf('=');
    const name = at < 0 ? entry : entry.slice(0, at);
    if (!/^[A-Za-z_]\w*$/.test(name) || entry.includes('\0')) {
      throw new UserError(`env: ${JSON.stringify(name)} is no name of a variable`, { example: 'env: GOGC=200' });
    }
    if (REFUSED.test(name)) {
      throw new UserError(`env: ${name} is never passed to the code under test`, { example: 'env: GOGC=200' });
    }
    const value = at < 0 ? source[name] : entry.slice(at + 1);
    if (value !== undefined) passed[name] = value;
  }
  return passed;
}
