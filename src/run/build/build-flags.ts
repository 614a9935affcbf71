import { UserError } from '../../model/diagnostic.ts';

/** What `go test -c` is told beside our own flags. */
export interface BuildFlags {
  /** Flags of the go command in `-name=value` form, `-ldflags` apart. */
  readonly flags: readonly string[];
  /** The user's linker flags, to be put after ours. */
  readonly ldflags: string;
}

type Test = (value: string) => boolean;
const matches =
  (pattern: RegExp): Test =>
  (value) =>
    pattern.test(value);
const words =
  (word: RegExp): Test =>
  (value) =>
    splitWords(value).every((w) => word.test(w));

/** Build tags: comma- or space-separated identifiers (go/build/constraint). */
const TAGS = /^[\w.]+([, ]+[\w.]+)*$/;
/** A package pattern in front of compiler flags (`all=-N`, `./codec/...=-l`). */
const FOR_PACKAGES = '([\\w.][\\w./-]*=)?';

/** Of the linker: no -extld, -extldflags, -I, -r, -L, -o. */
const LINKER = /^--?(s|w|X=.*|compressdwarf=\w+|checklinkname=[01]|randlayout=\d+|linkmode=(internal|external|auto))$/s;

/**
 * The flags that may be given, with the values they may have. An allow-list: many flags run another program (-exec,
 * -toolexec, -vettool, the linker's -extld), read files in place of the sources (-overlay, -modfile) or write somewhere
 * (-o, -outputdir), and each Go release brings more.
 */
const ALLOWED: Readonly<Record<string, { value: Test; bare: boolean }>> = {
  tags: { value: matches(TAGS), bare: false },
  race: { value: matches(/^(true|false)$/), bare: true },
  msan: { value: matches(/^(true|false)$/), bare: true },
  asan: { value: matches(/^(true|false)$/), bare: true },
  a: { value: matches(/^(true|false)$/), bare: true },
  mod: { value: matches(/^(mod|readonly|vendor)$/), bare: false },
  p: { value: matches(/^\d{1,3}$/), bare: false },
  pgo: { value: matches(/^(auto|off)$/), bare: false },
  buildmode: { value: matches(/^(default|exe|pie)$/), bare: false },
  gcflags: {
    value: words(
      new RegExp(`^${FOR_PACKAGES}-(N|B|C|l(=\\d)?|c=\\d+|d=[\\w.,=/-]+|lang=go[\\d.]+|spectre=\\w+|smallframes)$`),
    ),
    bare: false,
  },
  asmflags: { value: words(new RegExp(`^${FOR_PACKAGES}-(D=?[\\w=]+|spectre=\\w+)$`)), bare: false },
  ldflags: {
    value: (v) => joinX(splitWords(v)).every((w) => LINKER.test(w)),
    bare: false,
  },
};

const WHY: Readonly<Record<string, string>> = {
  exec: 'runs another program in place of the test binary',
  toolexec: 'runs another program in place of the compiler',
  vettool: 'runs another program',
  overlay: 'replaces sources by other files',
  modfile: 'replaces go.mod',
  pkgdir: 'takes compiled packages from elsewhere',
  o: 'writes outside our folder',
  C: 'leaves the checkout',
};

/**
 * Reads the user's build flags, as `-name=value`, `--name=value` or two words.
 *
 * @throws UserError for a flag or value that is not allowed, with the reason where it is a known danger.
 */
export function readBuildFlags(given: readonly string[], tags: string, option = 'build-flags'): BuildFlags {
  const flags: string[] = [];
  const ldflags: string[] = [];
  if (tags !== '') flags.push(allowed('tags', tags, 'tags'));
  for (let i = 0; i < given.length; i++) {
    const { name, value } = splitFlag(given[i] ?? '', option);
    const rule = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
    if (!rule) throw refused(`-${name}`, option, WHY[name] ?? 'is not among the flags that are known to be safe');
    const full = value ?? (rule.bare ? 'true' : (given[++i] ?? ''));
    const flag = allowed(name, full, option);
    if (name === 'ldflags') ldflags.push(full);
    else flags.push(flag);
  }
  return { flags, ldflags: ldflags.join(' ') };
}

/** The same for GOFLAGS that are passed through `env`: the go command reads them as if they were typed. */
export function checkGoflags(goflags: string): void {
  readBuildFlags(splitWords(goflags), '', 'env: GOFLAGS');
}

function splitFlag(word: string, option: string): { name: string; value: string | undefined } {
  const match = /^--?([A-Za-z]\w*)(?:=(.*))?$/s.exec(word);
  if (!match?.[1] || /[\0\r\n]/.test(word)) throw refused(JSON.stringify(word), option, 'is no flag');
  return { name: match[1], value: match[2] };
}

function allowed(name: string, value: string, option: string): string {
  if (/[\0\r\n]/.test(value) || value.length > 4096 || !ALLOWED[name]?.value(value)) {
    throw refused(`-${name}=${value}`, option, 'has a value that is not allowed');
  }
  return `-${name}=${value}`;
}

function refused(flag: string, option: string, why: string): UserError {
  const example = `allowed are -${Object.keys(ALLOWED).join(' -')}`;
  return new UserError(`${option}: ${flag.slice(0, 200)} ${why}`, { example });
}

/** `-X name=value` as one word, so that a value is not taken for a flag. */
function joinX(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    if (/^--?X$/.test(words[i - 1] ?? '')) return [];
    const next = words[i + 1];
    return /^--?X$/.test(word) && next !== undefined ? [`-X=${next}`] : [word];
  });
}

/** Words exactly as the go command splits flag lists: a quote counts only where a word begins (cmd/internal/quoted). */
function splitWords(text: string): string[] {
  return [...text.matchAll(/'([^']*)'|"([^"]*)"|\S+/g)].map((m) => m[1] ?? m[2] ?? m[0]);
}

/**
 * Package patterns: never a flag, never out of the folder.
 *
 * @throws UserError
 */
export function checkPackages(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    const why = /^-/.test(pattern)
      ? 'begins with a dash'
      : pattern.split(/[\\/]/).includes('..') || /^([\\/]|[A-Za-z]:)/.test(pattern)
        ? 'leads out of the folder'
        : pattern === '' || /[\0\r\n\s]/.test(pattern)
          ? 'is no package pattern'
          : null;
    if (why) throw new UserError(`packages: ${JSON.stringify(pattern)} ${why}`, { example: 'packages: ./codec/...' });
  }
}

/** @throws UserError for a pattern that would be read as a flag or cannot stand in an argument. */
export function checkBench(bench: string): void {
  if (bench === '' || bench.startsWith('-') || /[\0\r\n]/.test(bench)) {
    throw new UserError(`bench: ${JSON.stringify(bench)} is no pattern for benchmarks`, {
      example: "bench: '^BenchmarkEncode'",
    });
  }
}
