import { isAbsolute, relative, sep } from 'node:path';
import type { Toolchain } from './toolchain.ts';

/** A package as `go list -e -deps -test -json` gives it; only what is read here. */
export interface ListedPackage {
  readonly ImportPath: string;
  readonly Name?: string;
  readonly Dir?: string;
  readonly Standard?: boolean;
  readonly ForTest?: string;
  readonly Module?: { readonly Path: string; readonly Main?: boolean; readonly Dir?: string };
  readonly Match?: readonly string[];
  readonly Deps?: readonly string[];
  readonly GoFiles?: readonly string[];
  readonly TestGoFiles?: readonly string[];
  readonly XTestGoFiles?: readonly string[];
  readonly InvalidGoFiles?: readonly string[];
  readonly IgnoredGoFiles?: readonly string[];
  readonly EmbedFiles?: readonly string[];
  readonly TestEmbedFiles?: readonly string[];
  readonly XTestEmbedFiles?: readonly string[];
  readonly TestImports?: readonly string[];
  readonly XTestImports?: readonly string[];
  readonly Error?: { readonly Err?: string };
}

const FIELDS = [
  ...[
    'ImportPath',
    'Name',
    'Dir',
    'Standard',
    'ForTest',
    'Module',
    'Match',
    'Deps',
    'GoFiles',
    'TestGoFiles',
    'XTestGoFiles',
  ],
  ...['InvalidGoFiles', 'EmbedFiles', 'TestEmbedFiles', 'XTestEmbedFiles', 'TestImports', 'XTestImports', 'Error'],
  'IgnoredGoFiles',
];

/** Either what go list found, or what it said when it found nothing. */
export type Listing = { readonly packages: readonly ListedPackage[] } | { readonly problem: string };

/**
 * Lists packages with their tests and everything these depend on. Broken packages are listed as far as they go (`-e`);
 * a module that cannot be read at all is a problem.
 */
export async function goList(
  go: Toolchain,
  dir: string,
  flags: readonly string[],
  patterns: readonly string[],
): Promise<Listing> {
  // The choice of fields came with Go 1.19; before it everything is printed.
  const json = go.minor >= 19 ? `-json=${FIELDS.join(',')}` : '-json';
  const result = await go.go(dir, ['list', '-e', '-deps', '-test', json, ...flags, '--', ...patterns]);
  if (result.status !== 0) return { problem: result.stderr.trim() || 'go list failed' };
  return { packages: readStream(result.stdout) };
}

/** JSON objects one after the other, each ending in a line `}`. */
function readStream(text: string): ListedPackage[] {
  const objects = text.split(/^\}\r?$/m).filter((part) => part.trim() !== '');
  return objects.map((part) => JSON.parse(`${part}}`) as ListedPackage);
}

/** A path below `root` as the report names it: relative, with `/`, `.` for the root; null when it is elsewhere. */
export function below(root: string, path: string): string | null {
  const inside = relative(root, path);
  if (inside === '') return '.';
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
  return inside.split(sep).join('/');
}
