import type { GoDeclaration } from '../../wire/go/declarations.ts';

const FOLDER = 'testdata';
/** Where a text is filled in: globs, verbs of fmt. */
const GAP = /[*?]|\[[^\]]*\]?|%[-+# \d.]*[a-zA-Z]/g;

/**
 * Whether code that holds these strings may read a file: one of them names it, a folder on its way, or a pattern or
 * beginning of its path. The folder `testdata` itself is on every way, so only a string that is just this folder counts.
 *
 * @param file relative to the package's folder, with `/`
 */
export function concerns(file: string, declarations: readonly Pick<GoDeclaration, 'strings' | 'embeds'>[]): boolean {
  return declarations.some(
    ({ strings, embeds }) =>
      [...strings].some((text) => names(clean(text), file)) ||
      embeds.some((pattern) => names(clean(pattern), file) || fits(pattern, file)),
  );
}

/** Without what leads to the package's own folder. */
function clean(text: string): string {
  return text.replaceAll('\\', '/').replace(/^(\.\/+)+/, '');
}

function names(text: string, file: string): boolean {
  const folders = file.split('/');
  const base = folders.pop() ?? file;
  const parts = text.split('/').filter((part) => part !== '');
  if (parts.includes(base)) return true;
  const last = parts.at(-1);
  if (last === FOLDER) return parts.length === 1 && folders[0] === FOLDER;
  if (last !== undefined && folders.includes(last)) return true;
  // A string of mere gaps ("%d") would fit every file.
  const [fixed = ''] = text.split(GAP);
  return fixed.includes('/') && fits(text, file);
}

/** Whether what stands between the gaps comes in a path in this order, from its beginning on. */
function fits(pattern: string, file: string): boolean {
  const [first = '', ...others] = pattern.split(GAP);
  let at = file.startsWith(first) ? first.length : -1;
  for (const part of others) {
    const found = at < 0 ? -1 : file.indexOf(part, at);
    at = found < 0 ? -1 : found + part.length;
  }
  return at >= 0;
}
