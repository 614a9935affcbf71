import { allCalls, callsAmong } from './calls.ts';
import { type Costs, NO_COST } from './costs.ts';
import { grownLine, type LineCost, lineCosts } from './lines.ts';
import type { Owner } from './owner.ts';

/** Both sides' costs of one sample type of one benchmark. */
export interface BothCosts {
  readonly base: Costs;
  readonly head: Costs;
}

/** Share of a function's growth that one callee must have for the blame to pass on to it. */
const PASSES_ON = 0.6;

/** By how much a function, with all it calls, became dearer per operation. */
export function growthOf({ base, head }: BothCosts, fn: string): number {
  return costIn(head, fn).cum - costIn(base, fn).cum;
}

export function costIn({ functions }: Costs, fn: string) {
  return functions.get(fn) ?? NO_COST;
}

/**
 * The function that explains best why an operation became dearer: from the module's function that grew most, down to the
 * callee that has most of that growth, and so on among the module's own functions. Of those on the way the innermost one
 * that head edited; else the edited one that grew most beside it, if it has a fair part of the growth; where head edited
 * none of these, or nobody knows, the innermost on the way. What an edited function newly calls is the means, not the
 * culprit.
 *
 * @returns null when none of the module's functions grew
 */
export function culprit(costs: BothCosts, owner: Owner): string | null {
  const path = descent(costs, owner);
  return path.findLast((fn) => owner.isEdited(fn)) ?? editedBeside(path, costs, owner) ?? path.at(-1) ?? null;
}

/** Share of the growth that an edited function off the way must have to be blamed. */
const FAIR_PART = 0.25;

function editedBeside([top]: readonly string[], costs: BothCosts, owner: Owner): string | null {
  if (top === undefined) return null;
  const edited = [...costs.head.functions.keys()].filter((fn) => isOwnIn(costs, owner, fn) && owner.isEdited(fn));
  const [fn, growth] = largest(edited.map((one) => [one, growthOf(costs, one)] as const));
  return growth >= FAIR_PART * growthOf(costs, top) ? fn : null;
}

function isOwnIn({ base, head }: BothCosts, owner: Owner, fn: string): boolean {
  return owner.isOwn(fn, head.files.get(fn) ?? base.files.get(fn) ?? '');
}

function descent(costs: BothCosts, owner: Owner): readonly string[] {
  const { base, head } = costs;
  const isOwn = (fn: string) => isOwnIn(costs, owner, fn);
  const calls = { base: callsAmong(base, isOwn), head: callsAmong(head, isOwn) };
  const path: string[] = [];
  let next = first(costs, [...head.functions.keys()].filter(isOwn));
  while (next !== null && !path.includes(next)) {
    path.push(next);
    const growth: number = growthOf(costs, next);
    const [to, most] = largest(withoutMoved(costs, next, grownCalls(calls.base.get(next), calls.head.get(next))));
    next = most >= PASSES_ON * growth ? to : null;
  }
  return path;
}

type Growths = readonly (readonly [string, number])[];

/** Where the descent begins: not with a renamed or newly made function, as long as others have most of the growth. */
function first(costs: BothCosts, functions: readonly string[]): string | null {
  const known = topmost(
    costs,
    functions.filter((fn) => !isNew(costs, fn)),
  );
  const whole = costs.head.total - costs.base.total;
  return known !== null && growthOf(costs, known) >= PASSES_ON * whole ? known : topmost(costs, functions);
}

function isNew({ base }: BothCosts, fn: string): boolean {
  return costIn(base, fn).cum === 0;
}

/** By how much one function's calls of each other became dearer; calls that are gone are below 0. */
function grownCalls(before: ReadonlyMap<string, number> = NONE, after: ReadonlyMap<string, number> = NONE): Growths {
  return [...new Set([...before.keys(), ...after.keys()])].map((to) => [
    to,
    (after.get(to) ?? 0) - (before.get(to) ?? 0),
  ]);
}

const NONE: ReadonlyMap<string, number> = new Map();

/**
 * What functions that base does not have cost a caller, less what the caller saved: a renamed function, or one that was
 * taken out of its caller, takes its cost along.
 */
function withoutMoved(costs: BothCosts, caller: string, grown: Growths): Growths {
  const sum = (values: Growths) => values.reduce((all, [, by]) => all + by, 0);
  const added = sum(grown.filter(([to]) => isNew(costs, to)));
  const gone = -sum(grown.filter(([to]) => costIn(costs.head, to).cum === 0));
  const own = Math.max(0, costIn(costs.base, caller).flat - costIn(costs.head, caller).flat);
  const kept = added > 0 ? Math.max(0, 1 - (gone + own) / added) : 1;
  return grown.map(([to, by]) => [to, isNew(costs, to) ? by * kept : by]);
}

/** Of those that grew most the one that holds the others. */
function topmost(costs: BothCosts, functions: readonly string[]): string | null {
  const grown = functions.map((fn) => [fn, growthOf(costs, fn)] as const);
  const [fn, growth] = largest(grown);
  if (fn === null) return null;
  const alike = grown.filter(([, other]) => other >= growth * (1 - 1e-9));
  return largest(alike.map(([name]) => [name, costIn(costs.head, name).cum] as const))[0] ?? fn;
}

/** The first of the largest above 0. */
function largest(values: Growths): readonly [string | null, number] {
  return values.reduce<readonly [string | null, number]>((most, one) => (one[1] > most[1] ? one : most), [null, 0]);
}

/** What a function spends more on, and where. */
export interface Growth {
  /** Null for its own work. */
  readonly callee: string | null;
  readonly at: LineCost | null;
}

/**
 * The callee, or the own work, that a function became dearer by, and the line of head where most of that is spent. A callee
 * counts by no more than it grew as a whole: what others called before costs nobody more.
 */
export function growthWithin({ base, head }: BothCosts, fn: string): Growth {
  const costs = { base, head };
  const grown = grownCalls(allCalls(base).get(fn), allCalls(head).get(fn));
  const net = largest(grown.map(([to, by]) => [to, Math.min(by, growthOf(costs, to))]));
  const own = costIn(head, fn).flat - costIn(base, fn).flat;
  const [callee, most] = net[1] > 0 || own > 0 ? net : largest(grown);
  const dearest = most > own ? callee : null;
  const line = (to: string | null) => grownLine(lineCosts(base, fn, to), lineCosts(head, fn, to));
  return { callee: dearest, at: line(dearest) ?? line(null) };
}
