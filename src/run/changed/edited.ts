import { type GoDeclaration, goDeclarations } from '../../wire/go/declarations.ts';

/** The Go files of one package as text, test code aside. */
export interface PackageSources {
  /** Import path. */
  readonly pkg: string;
  /** Those that differ between the sides. */
  readonly base: readonly string[];
  readonly head: readonly string[];
  /** Those that do not. */
  readonly same: readonly string[];
}

/**
 * Functions and methods that head edited or added, as `functionKey` (model/go-function.ts) gives them, sorted: those that
 * base declares in no file of the package (comments and white space aside), and those that mention a type, variable or
 * constant of the package of which the same holds. In doubt a function counts (wire/go/mentions.ts).
 */
export function editedFunctions({ pkg, base, head, same }: PackageSources): string[] {
  const [after, unchanged] = [head.flatMap(goDeclarations), same.flatMap(goDeclarations)];
  const before = new Set([...base.flatMap(goDeclarations), ...unchanged].map(({ text }) => text));
  const fresh = after.filter(({ text }) => !before.has(text));
  const changed = new Set(fresh.filter((d) => !isFunction(d)).flatMap(({ names }) => names));
  // Assignments to it mention it.
  changed.delete('_');
  const mentioning = [...after, ...unchanged].filter(({ mentions }) => [...changed].some((name) => mentions.has(name)));
  const keys = [...fresh, ...mentioning].filter(isFunction).map((d) => `${pkg}.${nameOf(d)}`);
  return [...new Set(keys)].sort();
}

/** Functions without a name are never called. */
function isFunction({ kind, names }: GoDeclaration): boolean {
  return (kind === 'func' || kind === 'method') && names[0] !== '_' && names[0] !== '';
}

function nameOf({ receiver, names: [name = ''] }: GoDeclaration): string {
  return receiver === undefined ? name : `${receiver}.${name}`;
}
