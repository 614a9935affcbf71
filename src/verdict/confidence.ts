import type { Cause, Confidence, Finding, Testimony } from '../model/finding.ts';

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
  return { ...finding, confidence: finding.confidence === 'high' ? 'high' : confidence(steps), causes, testimony };
}

const STEP: Readonly<Record<Testimony['says'], number>> = { agrees: 1, disagrees: -1, silent: 0 };

function confidence(steps: number): Confidence {
  if (steps >= 2) return 'high';
  return steps === 1 ? 'medium' : 'low';
}

/** A cause that several witnesses name is one cause with several witnesses; the first one's words stay. */
function mergeCauses(causes: readonly Cause[]): readonly Cause[] {
  const merged = new Map<string, Cause>();
  for (const cause of causes) {
    const key = JSON.stringify([cause.kind, cause.function, cause.file ?? '', cause.line ?? 0]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, witnesses: [...new Set([...known.witnesses, ...cause.witnesses])] } : cause);
  }
  return [...merged.values()];
}
