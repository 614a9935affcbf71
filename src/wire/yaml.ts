import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLMap } from 'yaml';
import { UserError } from '../model/diagnostic.ts';
import type { Position } from '../model/position.ts';
import { throwErrors } from '../model/user-errors.ts';
import { checkYamlBounds, type YamlBounds } from './yaml-bounds.ts';

export type { YamlBounds } from './yaml-bounds.ts';

/** Keys and indices from the root of a document: `['checks', 0, 'metric']`. */
export type YamlPath = readonly PropertyKey[];

/** A YAML text that was read, with the place of everything in it. */
export interface YamlText {
  readonly file: string;
  /** Plain JavaScript data. */
  readonly value: unknown;
  /** Where the value of a path stands; of the nearest that there is, when a part is missing. */
  positionOf(path: YamlPath): Position;
  /** Where the key of a path's last part stands. */
  keyPosition(path: YamlPath): Position;
}

/** Aliases may make the document this many times larger. */
const MAX_ALIASES = 100;

/**
 * Reads one YAML 1.2 document.
 *
 * @throws UserErrors with the position of every mistake: syntax, duplicate keys, bounds
 */
export function parseYaml(text: string, file: string, bounds: YamlBounds): YamlText {
  checkYamlBounds(text, file, bounds);
  const lines = new LineCounter();
  // The package looks for duplicate keys in quadratic time: badKeys does it with a set.
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const syntax = document.errors.map((error) => new UserError(error.message, { at: at(error.pos[0]) }));
  throwErrors(syntax);
  throwErrors(badKeys(document, at));
  return {
    file,
    value: toData(document, at),
    positionOf: (path) => at(locate(document, path).value),
    keyPosition: (path) => at(locate(document, path).key),
  };
}

function toData(document: Document, at: (offset: number) => Position): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError('too many aliases: they would make the document huge', { at: at(firstAlias(document)) });
  }
}

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

/** Keys that stand twice, that are no plain text, or that JavaScript would read as something else. */
function badKeys(document: Document, at: (offset: number) => Position): UserError[] {
  const errors: UserError[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        const problem = badKey(key, seen);
        if (problem) errors.push(new UserError(problem, { at: at(startOf(key) ?? startOf(map) ?? 0) }));
      }
    },
  });
  return errors;
}

function badKey(key: unknown, seen: Set<string>): string | undefined {
  if (!isScalar(key) || key.value === null) return 'a key must be plain text';
  const name = String(key.value);
  if (name === '__proto__') return '"__proto__" cannot be a key';
  if (seen.has(name)) return `the key ${JSON.stringify(name)} stands here twice`;
  seen.add(name);
  return undefined;
}

/** Offsets of a path's value and of the key that leads to it. */
function locate(document: Document, path: YamlPath): { key: number; value: number } {
  let node: unknown = document.contents;
  let key = startOf(node) ?? 0;
  let value = key;
  for (const part of path) {
    const within = isAlias(node) ? node.resolve(document) : node;
    const next = isMap(within)
      ? pairOf(within, part)
      : isSeq(within)
        ? { key: null, value: within.items[Number(part)] }
        : null;
    if (!next) break;
    node = next.value;
    key = startOf(next.key) ?? startOf(node) ?? value;
    value = startOf(node) ?? key;
  }
  return { key, value };
}

function pairOf(map: YAMLMap, key: PropertyKey) {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) ?? null;
}

function startOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? undefined) : undefined;
}
