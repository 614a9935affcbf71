/** What a closure, a deferred or started call, a loop body or a method value adds to the name of the function it stands in. */
const INNER = /(?:\.(?:func|gowrap|deferwrap)?\d+|-fm|-range\d+)+$/;

/** A closure that was inlined together with the function that makes it carries both names (golang.org/issue/60324). */
const INLINED_INTO_METHOD = /^(.*\.\(\*[^()]+\)\.[^.]+)\..+$/;

/**
 * The declared function that a compiled one belongs to: `p.F.func1.2`, `p.F.gowrap1`, `p.(*T).M-fm` give `p.F` and
 * `p.(*T).M` (cmd/compile/internal/ir, closureName). Type arguments stay as Go prints them: `p.Map[...]`.
 */
export function declaredFunction(symbol: string): string {
  const outer = symbol.replace(INNER, '').replace(/\.$/, '');
  return outer === symbol ? symbol : outer.replace(INLINED_INTO_METHOD, '$1');
}

/** Import path of the package of a function, and its name in it: `(*Encoder).grow`. */
export function splitFunction(symbol: string): { readonly pkg: string; readonly name: string } {
  // Points in the last part of the path are escaped in symbols, those of the others are not.
  const dot = symbol.indexOf('.', symbol.lastIndexOf('/', lengthOutsideBrackets(symbol)) + 1);
  if (dot < 0) return { pkg: '', name: symbol };
  return { pkg: unescaped(symbol.slice(0, dot)), name: symbol.slice(dot + 1) };
}

/** Type arguments may hold import paths of their own. */
function lengthOutsideBrackets(symbol: string): number {
  const bracket = symbol.indexOf('[');
  return bracket < 0 ? symbol.length : bracket;
}

/** cmd/internal/objabi, PathToPrefix: what a symbol cannot hold is %xx. */
function unescaped(path: string): string {
  return path.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/**
 * One key for a function whether its source or its symbol names it: without closures, pointer of the receiver and type
 * arguments. `m/codec.(*LRU[...]).Get.func1` and the method `Get` of `LRU` in `m/codec` are `m/codec.LRU.Get`.
 */
export function functionKey(symbol: string): string {
  const { pkg, name } = splitFunction(declaredFunction(symbol));
  return `${pkg}.${name.replace(/\[.*?\]/g, '').replace(/^\(\*?(.*?)\)\./, '$1.')}`;
}
