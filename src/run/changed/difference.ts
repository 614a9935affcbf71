import { groupBy } from '../../model/group-by.ts';
import type { GoDeclaration } from '../../wire/go/declarations.ts';

type Closure = readonly GoDeclaration[];

/**
 * How the test code that a benchmark depends on differs between the sides, as a clause (`its helper newDoc changed`);
 * null where it does not.
 *
 * @param base its closure at base, its own declaration first
 * @param head the same at head
 */
export function codeDifference(base: Closure, head: Closure): string | null {
  const [before, after] = [textsOf(base), textsOf(head)];
  if (base[0]?.text !== head[0]?.text) return 'its body changed';
  const differs = (d: GoDeclaration) => before.get(keyOf(d)) !== after.get(keyOf(d));
  const names = [...head, ...base].filter(differs).map(nameOf);
  return names.length === 0 ? null : `its ${someOf([...new Set(names)])} changed`;
}

/** The same for the same declaration of base and head, in whichever file and test package it stands. */
function keyOf({ kind, receiver = '', names }: GoDeclaration): string {
  return `${kind} ${receiver}.${names.join(',')}`;
}

/** Several `init` functions share a key; their order in the files is no matter. */
function textsOf(closure: Closure): ReadonlyMap<string, string> {
  const texts = [...groupBy(closure, keyOf)].map(([key, own]) => [key, own.map((d) => d.text).sort()] as const);
  return new Map(texts.map(([key, own]) => [key, own.join('\n')]));
}

const WORDS: Readonly<Record<GoDeclaration['kind'], string>> = {
  func: 'helper',
  method: 'helper',
  type: 'type',
  var: 'variable',
  const: 'constant',
};

function nameOf({ kind, receiver, names }: GoDeclaration): string {
  const name = names.join(', ');
  return `${WORDS[kind]} ${receiver === undefined ? name : `${receiver}.${name}`}`;
}

const SHOWN = 2;
/** Longer names are cut, characters. */
const LONGEST = 80;

/** `helper newDoc, constant size and 3 more` */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name));
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : '';
  return `${shown.join(', ')}${more}`;
}
