import type { ProfileKind } from '../../model/evidence.ts';
import type { Culprit, FunctionChange, ProfileChange, ProfileTotal } from '../../model/profile-change.ts';
import type { Subject } from '../../model/subject.ts';
import { type BothCosts, costIn, culprit, growthOf, growthWithin } from './blame.ts';
import { type Costs, costsOf, type ProfileRun } from './costs.ts';
import type { Owner } from './owner.ts';
import { waitPoints } from './points.ts';
import { detectableGrowth, standsOut } from './precision.ts';

/** Functions that a report names of one profile. */
const NAMED = 20;

/** What to compare: both sides' profiles of one benchmark. */
export interface ProfilePair {
  readonly subject: Subject;
  readonly kind: ProfileKind;
  readonly base: ProfileRun;
  readonly head: ProfileRun;
}

/** How long, and how often: a single long wait says less than many short ones. */
const WAITS = [
  ['delay', 'sec/op'],
  ['contentions', 'waits/op'],
] as const;

/** The sample types of each kind that are compared per operation, and the unit that gives. */
export const COMPARED: Readonly<Record<ProfileKind, readonly (readonly [sampleType: string, unit: string])[]>> = {
  cpu: [['cpu', 'sec/op']],
  memory: [
    ['alloc_space', 'B/op'],
    ['alloc_objects', 'objects/op'],
  ],
  block: WAITS,
  mutex: WAITS,
};

/** Base's profile against head's, one change per sample type that both have. */
export function profileChanges(pair: ProfilePair, owner: Owner): readonly ProfileChange[] {
  return COMPARED[pair.kind].flatMap(([sampleType, unit]) => {
    const [base, head] = [costsOf(pair.base, sampleType), costsOf(pair.head, sampleType)];
    if (!base || !head) return [];
    const both = { base, head };
    const found = culpritOf(both, pair.kind, owner);
    const { subject, kind } = pair;
    return [
      {
        subject,
        kind,
        sampleType,
        unit,
        base: totalOf(base),
        head: totalOf(head),
        detectable: detectableGrowth(kind, base.events),
        culprit: found,
        functions: functionChanges(both, owner, found?.function),
        ...(sampleType === 'delay' ? { points: waitPoints(head, owner) } : {}),
      },
    ];
  });
}

function totalOf({ total, iterations, events }: Costs): ProfileTotal {
  return { perOp: total, iterations, events };
}

function culpritOf(both: BothCosts, kind: ProfileKind, owner: Owner): Culprit | null {
  const fn = culprit(both, owner);
  if (fn === null || !standsOut(kind, costIn(both.base, fn), costIn(both.head, fn))) return null;
  const { callee } = growthWithin(both, fn);
  const whole = Math.max(both.head.total - both.base.total, growthOf(both, fn));
  const edited = owner.isEdited(fn);
  return {
    ...changeOf(both, owner, fn),
    share: growthOf(both, fn) / whole,
    ...(callee === null ? {} : { callee }),
    ...(edited === null ? {} : { edited }),
  };
}

function functionChanges(both: BothCosts, owner: Owner, first: string | undefined): readonly FunctionChange[] {
  const names = new Set([...both.base.functions.keys(), ...both.head.functions.keys()]);
  const growth = (fn: string) => costIn(both.head, fn).flat - costIn(both.base, fn).flat;
  const ranked = [...names].filter((fn) => fn !== first && growth(fn) !== 0).sort((a, b) => growth(b) - growth(a));
  return [...(first === undefined ? [] : [first]), ...ranked].slice(0, NAMED).map((fn) => changeOf(both, owner, fn));
}

function changeOf(both: BothCosts, owner: Owner, fn: string): FunctionChange {
  const { base, head } = both;
  const compiled = head.files.get(fn) ?? base.files.get(fn) ?? '';
  const own = owner.isOwn(fn, compiled);
  const { at } = own ? growthWithin(both, fn) : { at: null };
  const file = owner.pathOf(fn, at?.file ?? compiled) ?? compiled;
  const cost = ({ flat, cum }: ReturnType<typeof costIn>) => ({ flat, cum });
  return {
    function: fn,
    own,
    ...(file === '' ? {} : { file }),
    ...(at === null ? {} : { line: at.line }),
    base: cost(costIn(base, fn)),
    head: cost(costIn(head, fn)),
  };
}
