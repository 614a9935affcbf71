import type { Profile } from '../../model/profile.ts';
import { visible } from '../../wire/escape.ts';
import { compareTexts } from '../go-text.ts';
import type { Granularity } from '../granularity.ts';
import { pathOf, type StackTree, stackTree } from './stack-tree.ts';

/**
 * Folded stacks, a line each: `root;caller;leaf value`, sorted (Brendan Gregg's FlameGraph, stackcollapse). Inlined calls
 * are frames of their own. The values add up to the profile's sum; a diffed profile has negative ones.
 *
 * @param type index of the sample type
 */
export function foldedStacks(profile: Profile, type: number, granularity: Granularity = 'functions'): string {
  return lines(stackTree([{ profile, types: [type] }], granularity));
}

/** The same with two numbers a line, base's and head's (FlameGraph, difffolded). Both profiles have the sample type `type`. */
export function foldedDifference(
  base: readonly [profile: Profile, type: number],
  head: readonly [profile: Profile, type: number],
  granularity: Granularity = 'functions',
): string {
  const parts = [base, head].map(([profile, type]) => ({ profile, types: [type] }));
  return lines(stackTree(parts, granularity));
}

function lines(tree: StackTree): string {
  const names = tree.names.map(foldedName);
  const found: string[] = [];
  for (let node = 0; node < tree.count; node++) {
    const values = tree.self.map((column) => column[node] as number);
    if (values.every((value) => value === 0)) continue;
    const stack = pathOf(tree, node).map((frame) => names[frame]);
    // A sample without a stack has to stand somewhere.
    found.push(`${stack.join(';') || NO_STACK} ${values.map(String).join(' ')}\n`);
  }
  return found.sort(compareTexts).join('');
}

const NO_STACK = '<no stack>';

/** A name that nothing takes for two frames, two lines, or a name and a number; escaped as in Go's quoted strings. */
function foldedName(name: string): string {
  return visible(name)
    .replaceAll(';', '\\x3b')
    .replace(/ (?=-?\d+(?:\.\d*)?$)/, '\\x20');
}
