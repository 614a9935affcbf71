import { UserError } from '../model/diagnostic.ts';
import type { RulesText } from '../model/evidence.ts';
import { UserErrors } from '../model/user-errors.ts';
import { BUILT_IN } from './builtin.ts';
import { type ReadFile, readRulesFile } from './file.ts';

/** Files that one set of rules may be made of. */
const MAX_FILES = 20;

/** Rules files, the most basic one first, and what is wrong with those that could not be read. */
export interface Chain {
  readonly files: readonly ReadFile[];
  readonly errors: readonly UserError[];
}

/**
 * A rules file and everything it extends, the most basic first. A file that is reached twice counts where it is
 * reached first. A file that says nothing extends the built-in default; one that is itself extended, nothing.
 */
export function chainOf(text: RulesText): Chain {
  const walk = new Walk(text.extended ?? {});
  walk.visit(text, true);
  return walk;
}

/** The paths of extended files whose text is not known yet. */
export function unreadExtends(text: RulesText): readonly string[] {
  const walk = new Walk(text.extended ?? {});
  walk.visit(text, true);
  return walk.unread;
}

/**
 * A rules text with the texts of all files that it extends, so that judging it again needs nothing else.
 *
 * @param read gives the text of a file, by its path as the rules file's own path is given (relative to the same
 *   folder), or null where there is none; paths never climb above that folder
 */
export async function completeRules(
  text: RulesText,
  read: (path: string) => Promise<string | null> | string | null,
): Promise<RulesText> {
  const extended: Record<string, string> = {};
  const absent = new Set<string>();
  for (;;) {
    const known = { ...text, extended };
    const [path] = unreadExtends(known).filter((p) => !absent.has(p));
    if (path === undefined) return Object.keys(extended).length > 0 ? known : text;
    const found = await read(path);
    if (found === null) absent.add(path);
    else extended[path] = found;
  }
}

class Walk implements Chain {
  readonly files: ReadFile[] = [];
  readonly errors: UserError[] = [];
  readonly unread: string[] = [];
  private readonly seen = new Set<string>();
  private readonly extended: Readonly<Record<string, string>>;

  constructor(extended: Readonly<Record<string, string>>) {
    this.extended = extended;
  }

  visit(text: RulesText, first = false): void {
    this.seen.add(text.file);
    const read = this.read(text);
    if (!read) return;
    const names = read.content.extends ?? (first ? ['default'] : []);
    names.forEach((name, i) => {
      this.extend(name, read, i);
    });
    this.files.push(read);
  }

  private read(text: RulesText): ReadFile | undefined {
    try {
      return readRulesFile(text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.errors.push(...(error instanceof UserErrors ? error.errors : [error]));
      return undefined;
    }
  }

  private extend(name: string, from: ReadFile, index: number): void {
    if (name === 'none') return;
    const source = name === 'default' || name === 'strict' ? BUILT_IN[name] : this.fileNamed(name, from, index);
    if (source && !this.seen.has(source.file)) this.visit(source);
  }

  private fileNamed(name: string, from: ReadFile, index: number): RulesText | undefined {
    const list = Array.isArray(writtenExtends(from)) ? ['extends', index] : ['extends'];
    const wrong = (message: string) => {
      const at = from.yaml.positionOf(list);
      this.errors.push(new UserError(message, { at, example: 'extends: [strict, ./team.yml]' }));
      return undefined;
    };
    const shown = JSON.stringify(name);
    if (!/\.ya?ml$/.test(name)) return wrong(`extends ${shown}: this is neither default, strict, none nor a .yml file`);
    const file = resolvePath(from.file, name);
    if (file === undefined) return wrong(`extends ${shown}: the file lies outside of the repository`);
    if (this.seen.size >= MAX_FILES) return wrong(`these rules are made of more than ${MAX_FILES} files`);
    const text = Object.hasOwn(this.extended, file) ? this.extended[file] : undefined;
    if (text !== undefined) return { file, text };
    if (this.seen.has(file)) return { file, text: '' };
    this.unread.push(file);
    return wrong(`extends ${shown}: there is no file ${file}`);
  }
}

function writtenExtends({ yaml }: ReadFile): unknown {
  return typeof yaml.value === 'object' && yaml.value !== null ? Reflect.get(yaml.value, 'extends') : undefined;
}

/** `name` relative to the folder of `file`, with `/`; undefined when it climbs above the root or is absolute. */
function resolvePath(file: string, name: string): string | undefined {
  if (/^([\\/]|[a-zA-Z]:)/.test(name)) return undefined;
  const parts = file.split(/[\\/]/).slice(0, -1);
  for (const part of name.split(/[\\/]/)) {
    if (part === '..') {
      if (parts.length === 0 || parts.at(-1) === '' || parts.at(-1) === '..') return undefined;
      parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
