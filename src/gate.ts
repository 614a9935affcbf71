import { conclude } from './gate/conclude.ts';
import { selftest } from './gate/selftest.ts';
import { situation } from './gate/situation.ts';
import { type Survey, survey } from './gate/survey.ts';
import type { Evidence, Launch } from './model/evidence.ts';
import type { Report } from './model/report.ts';
import { plan } from './plan/plan.ts';

/** What to do next: run these processes and ask again, or take the report. */
export type Step = { readonly run: readonly Launch[] } | { readonly report: Report };

/**
 * The gate, one step: screen → go on with what looks slower → try other layouts → decide. Pure: the state is the evidence, so replaying what a run
 * stored gives the same report, byte for byte.
 */
export function step(evidence: Evidence): Step {
  const surveyed = survey(evidence);
  const run = plan(situation(surveyed));
  return run.length > 0 ? { run } : { report: report(surveyed) };
}

/** Judges what there is and asks for nothing more: stored evidence, files people bring. */
export function judge(evidence: Evidence): Report {
  return report(survey(evidence));
}

/** The report, and the proof that it could have been another one. */
function report(surveyed: Survey): Report {
  const concluded = conclude(surveyed);
  const trials = selftest(surveyed.evidence, concluded);
  const failed = trials.filter(({ ok }) => !ok).map(({ what, expected, got }) => `${what}: ${got}, not ${expected}`);
  const text = `the gate's test of itself failed on this job's own samples, so its verdict is worth little: ${failed.join('; ')}`;
  const diagnostics = failed.length > 0 ? [{ level: 'warning' as const, text }] : [];
  return { ...concluded, selftest: trials, diagnostics: [...concluded.diagnostics, ...diagnostics] };
}
