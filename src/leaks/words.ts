import { formatDuration } from '../model/format.ts';
import { FEWEST_STEPS } from './course.ts';
import type { ProcessPlan } from './plan.ts';
import type { BenchmarkLeaks, ReportedGrowth } from './report.ts';

type Said = Omit<BenchmarkLeaks, 'reason' | 'settle'>;

/** Why, in a sentence. */
export function reasonOf({ verdict, leaks, doubts, harmless, processes }: Said): string {
  const told = processes.filter((p) => p.steps >= FEWEST_STEPS);
  const steps = told.map((p) => p.steps).join(' and ');
  switch (verdict) {
    case 'leak': {
      const [goroutines, heap] = [leaks.filter((l) => l.kind === 'goroutine'), leaks.filter((l) => l.kind === 'heap')];
      const what = [
        ...(goroutines.length > 0 ? ['goroutines that do not end'] : []),
        ...(heap.length > 0 ? ['memory that stays in use'] : []),
      ];
      return `${what.join(' and ')}: as fast at the end as before, over ${steps} steps in ${told.length} processes`;
    }
    case 'no leak': {
      const [most] = harmless;
      if (!most) return `nothing grows from step to step, over ${steps} steps`;
      if (most.shape === 'grows')
        return `what ${placeName(most)} holds replaces what others held: together it is no more`;
      if (most.shape === 'wanders') return `${placeName(most)} goes up and down, no more than chance does`;
      const how = most.shape === 'levelled' ? 'stopped' : 'came back';
      return `nothing goes on growing; ${placeName(most)} grew and ${how}`;
    }
    case 'not enough evidence': {
      const [most] = doubts;
      const few = (processes.at(-1)?.steps ?? 0) < FEWEST_STEPS;
      if (few) return `${processes.at(-1)?.steps ?? 0} steps; of fewer than ${FEWEST_STEPS} nothing can be said`;
      if (!most) return 'no process was long enough';
      return most.shape === 'grows'
        ? `${placeName(most)} grows, and no second, longer process has confirmed it`
        : `${placeName(most)} rises, and it cannot be told whether it goes on`;
    }
  }
}

/** What would settle it; null where it is settled. */
export function settleOf({ verdict, processes }: Said, missing: ProcessPlan | null, open: boolean): string | null {
  if (verdict !== 'not enough evidence' || !open) return null;
  if (missing) {
    const { steps, iterations, seconds } = missing;
    return `a process of ${steps} steps of ${iterations} iterations, about ${formatDuration(seconds)}: give --budget that much more`;
  }
  const last = processes.at(-1);
  return last
    ? `a run of more than ${last.steps} steps of ${last.iterations} iterations`
    : 'a run that comes to its end';
}

export function placeName({ site }: ReportedGrowth): string {
  const name = site.function.slice(site.function.lastIndexOf('/') + 1);
  return `${name} ${site.file}:${site.line}`;
}
