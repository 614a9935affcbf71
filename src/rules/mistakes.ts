import type { z } from 'zod';
import { UserError } from '../model/diagnostic.ts';
import type { YamlText } from '../wire/yaml.ts';

/** What is known about the keys of a format, for messages. */
export interface KeyBook {
  /** Keys that may stand at a path (`checks.*`). */
  readonly keysAt: Readonly<Record<string, readonly string[]>>;
  /** How a key is written, by its name. */
  readonly examples: Readonly<Record<string, string>>;
}

/** A schema's issues as messages with positions, suggestions and examples. */
export function mistakesOf(error: z.ZodError, yaml: YamlText, book: KeyBook): readonly UserError[] {
  const mistakes = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey([...issue.path, key], yaml, book))
      : [wrongValue(issue, yaml, book)],
  );
  return inOrder(mistakes);
}

function unknownKey(path: readonly PropertyKey[], yaml: YamlText, { keysAt, examples }: KeyBook): UserError {
  const key = String(path.at(-1));
  const known = keysAt[pattern(path.slice(0, -1))] ?? [];
  const meant = closest(key, known);
  const hint = meant ? `: did you mean ${JSON.stringify(meant)}?` : `; known here: ${known.join(', ')}`;
  const example = examples[meant ?? ''];
  return new UserError(`unknown key ${JSON.stringify(key)}${hint}`, { at: yaml.keyPosition(path), example });
}

function wrongValue(issue: z.core.$ZodIssue, yaml: YamlText, { examples }: KeyBook): UserError {
  const name = nearestName(issue.path);
  const example = examples[name ?? 'version'];
  const at = yaml.positionOf(issue.path);
  if (name !== undefined && valueAt(yaml.value, issue.path) === undefined)
    return new UserError(`${JSON.stringify(name)} is missing`, { at, example });
  return new UserError(`${name === undefined ? 'this' : JSON.stringify(name)} ${issue.message}`, { at, example });
}

/** The last key of a path that is no index. */
function nearestName(path: readonly PropertyKey[]): string | undefined {
  return path.findLast((part): part is string => typeof part === 'string');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (v, part) => (typeof v === 'object' && v !== null ? Reflect.get(v, part) : undefined),
    value,
  );
}

/** `units.req/s` and `checks.3` as the key book writes them. */
function pattern(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' || (i === 1 && path[0] === 'units') ? '*' : String(part)))
    .join('.');
}

/** The word that was probably meant: at most two edits away, and fewer than half of the word. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 50) return undefined;
  const near = known.map((candidate) => ({ candidate, edits: edits(word.toLowerCase(), candidate) }));
  const best = near.sort((a, b) => a.edits - b.edits)[0];
  return best && best.edits <= 2 && best.edits * 2 < best.candidate.length ? best.candidate : undefined;
}

/** Levenshtein distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** In the order in which they stand in their file. */
function inOrder(errors: readonly UserError[]): readonly UserError[] {
  return [...errors].sort(({ at: a }, { at: b }) => {
    return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
  });
}
