import { groupBy } from '../../model/group-by.ts';
import type { GoDeclaration } from '../../wire/go/declarations.ts';

/** The declarations of one package's `_test.go` files, those of the external test package (`p_test`) apart. */
export interface TestCode {
  readonly internal: readonly GoDeclaration[];
  readonly external: readonly GoDeclaration[];
}

/** The declarations of one of the two packages, to be looked up. */
interface Scope {
  readonly byName: ReadonlyMap<string, readonly GoDeclaration[]>;
  /** By the base type of the receiver. */
  readonly methods: ReadonlyMap<string, readonly GoDeclaration[]>;
  /** Methods of types that the code under test declares, by their own name. */
  readonly added: ReadonlyMap<string, readonly GoDeclaration[]>;
}

interface Node {
  readonly declaration: GoDeclaration;
  readonly scope: Scope;
}

/**
 * What benchmarks depend on in the test code of their package: everything they mention and what that mentions in turn,
 * the methods of the types among it, `TestMain` and every `init`. In doubt a benchmark depends on more
 * (wire/go/mentions.ts).
 *
 * @returns a function from a benchmark's name without the prefix to what it reaches, its own declaration first
 */
export function closures({ internal, external }: TestCode): (benchmark: string) => readonly GoDeclaration[] {
  const [inside, outside] = [scopeOf(internal), scopeOf(external)];
  const find = (name: string) => [inside, outside].flatMap((scope) => functions(scope, name));
  const always = [...find('TestMain'), ...find('init')];
  return (benchmark) => walk([...find(`Benchmark${benchmark}`), ...always], inside);
}

function scopeOf(declarations: readonly GoDeclaration[]): Scope {
  const methods = declarations.filter((d) => d.receiver !== undefined);
  const types = new Set(declarations.flatMap((d) => (d.kind === 'type' ? d.names : [])));
  const named = declarations
    .filter((d) => d.receiver === undefined)
    .flatMap((d) => d.names.map((name) => ({ name, d })));
  const byName = groupBy(named, ({ name }) => name);
  byName.delete('_');
  return {
    byName: new Map([...byName].map(([name, own]) => [name, own.map(({ d }) => d)])),
    methods: groupBy(methods, (d) => d.receiver ?? ''),
    added: groupBy(
      methods.filter((d) => !types.has(d.receiver ?? '')),
      (d) => d.names[0] ?? '',
    ),
  };
}

function functions(scope: Scope, name: string): Node[] {
  const own = scope.byName.get(name)?.filter((d) => d.kind === 'func') ?? [];
  return own.map((declaration) => ({ declaration, scope }));
}

/** Breadth first, so that what is nearest to the benchmark comes first. */
function walk(roots: readonly Node[], inside: Scope): GoDeclaration[] {
  const seen = new Set<GoDeclaration>();
  const queue = [...roots];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] as Node;
    if (seen.has(node.declaration)) continue;
    seen.add(node.declaration);
    queue.push(...mentioned(node, inside));
  }
  return [...seen];
}

/** The external test package knows the exported names of the other one, alone (dot import) or behind a point. */
function mentioned({ declaration: { mentions, selectors }, scope }: Node, inside: Scope): Node[] {
  const own = [...mentions].flatMap((name) => lookUp(scope, name));
  const added = [...selectors].flatMap((name) => inScope(inside, inside.added.get(name)));
  if (scope === inside) return [...own, ...added];
  const exported = [...mentions, ...selectors].filter((name) => /^\p{Lu}/u.test(name));
  return [...own, ...added, ...exported.flatMap((name) => lookUp(inside, name))];
}

/** What a name declares, and where it is a type its methods. */
function lookUp(scope: Scope, name: string): Node[] {
  return inScope(scope, [...(scope.byName.get(name) ?? []), ...(scope.methods.get(name) ?? [])]);
}

function inScope(scope: Scope, declarations: readonly GoDeclaration[] = []): Node[] {
  return declarations.map((declaration) => ({ declaration, scope }));
}
