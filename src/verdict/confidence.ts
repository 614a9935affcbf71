import type { Cause, Confidence, Finding, Testimony } from '../model/finding.ts';
import { groupBy } from '../model/group-by.ts';
import type { Position } from '../model/position.ts';

/** What one witness said of a finding. */
export interface Heard {
  readonly witness: string;
  readonly testimony: Testimony;
}

/** Witnesses that agree with a finding; each is a tool of its own. */
export function agreeing({ testimony = [] }: Finding): number {
  return testimony.filter((statement) => statement.says === 'agrees').length;
}

/**
 * The finding with what the witnesses said: their statements, their causes, and the confidence that follows. What is
 * counted exactly, and facts, are certain by themselves; else each witness that agrees raises the confidence by a step
 * from low, and each that disagrees takes a step back. Status and severity never change.
 */
export function withTestimony(finding: Finding, heard: readonly Heard[]): Finding {
  const testimony = heard.map(({ witness, testimony: { says, text } }) => ({ witness, says, text }));
  const causes = mergeCauses([...finding.causes, ...heard.flatMap((h) => h.testimony.causes ?? [])]);
  const steps = heard.reduce((sum, h) => sum + STEP[h.testimony.says], 0);
  const at = finding.at ?? causes.flatMap(placeOf)[0];
  const sure = finding.confidence === 'high' ? 'high' : confidence(steps);
  return { ...finding, confidence: sure, ...(at ? { at } : {}), causes, testimony };
}

function placeOf({ file, line }: Cause): Position[] {
  return file === undefined ? [] : [{ file, ...(line === undefined ? {} : { line }) }];
}

const STEP: Readonly<Record<Testimony['says'], number>> = { agrees: 1, disagrees: -1, silent: 0 };

function confidence(steps: number): Confidence {
  if (steps >= 2) return 'high';
  return steps === 1 ? 'medium' : 'low';
}

/**
 * One cause for each function: who names it, where, the most that any of them says it explains, and what each found. Those
 * with a place in the code come first, the one that explains most before the others. What only says that the benchmark
 * allocates or waits adds its witness to the function that does.
 */
function mergeCauses(causes: readonly Cause[]): readonly Cause[] {
  const placed = causes.filter(({ file }) => file !== undefined);
  const vague = causes.filter(({ file }) => file === undefined);
  const merged = [...groupBy(placed, (cause) => cause.function).values()].map((own) => {
    const kinds = new Set(own.map(({ kind }) => kind));
    const same = vague.filter(({ kind }) => kinds.has(kind));
    return united(own, same);
  });
  const kinds = new Set(placed.map(({ kind }) => kind));
  const others = groupBy(
    vague.filter(({ kind }) => !kinds.has(kind)),
    (cause) => JSON.stringify([cause.kind, cause.function, cause.line ?? 0]),
  );
  const left = [...others.values()].map((own) => united(own, []));
  return [...merged.sort((a, b) => (b.share ?? 0) - (a.share ?? 0)), ...left];
}

/** What is counted says more surely where it happens than what is sampled. */
const SUREST_FIRST: readonly string[] = ['allocation', 'wait', 'cpu', 'gc', 'scheduling'];

function united(all: readonly Cause[], same: readonly Cause[]): Cause {
  const own = [...all].sort((a, b) => SUREST_FIRST.indexOf(a.kind) - SUREST_FIRST.indexOf(b.kind));
  const first = own[0] as Cause;
  const shares = own.flatMap(({ share }) => (share === undefined ? [] : [share]));
  return {
    ...first,
    ...(shares.length === 0 ? {} : { share: Math.max(...shares) }),
    witnesses: [...new Set([...own, ...same].flatMap(({ witnesses }) => witnesses))],
    text: [...groupBy(own, ({ kind }) => kind).values()]
      .flatMap((alike) => alike.slice(0, 1).map(({ text }) => text))
      .join('; '),
  };
}
