import type { Comparison } from './comparison.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Environment } from './environment.ts';
import type { Cost, Design, Side } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { MachineFitness } from './machine.ts';
import type { ProfileChange } from './profile-change.ts';

export type Verdict = 'pass' | 'fail' | 'inconclusive';

/** 0 none · 1 suspected · 2 confirmed · 3 critical (two or more further independent tools agree). */
export type Escalation = 0 | 1 | 2 | 3;

/** One line of the checklist: a rule in force, and what became of it. */
export interface ChecklistItem {
  readonly id: string;
  readonly item: string;
  readonly tool: string;
  readonly method: string;
  readonly threshold: string;
  readonly measured: string;
  readonly status: 'pass' | 'fail' | 'warn' | 'inconclusive' | 'waived' | 'skipped';
}

/** A quantity that several tools measured. */
export interface Agreement {
  readonly quantity: string;
  readonly values: Readonly<Record<string, number>>;
  readonly tolerance: string;
  readonly status: 'agree' | 'disagree';
}

/** One thing the gate was tried with, and whether it did what it must. */
export interface Trial {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  readonly ok: boolean;
}

/** How the rules of head differ from those of base, one line each (TRUST rule 3). */
export interface RulesChange {
  readonly check: string;
  readonly base: string;
  readonly head: string;
  /** Looser or lost on the head side. */
  readonly looser: boolean;
}

/** The whole result: what `--json` prints and every reporter reads. */
export interface Report {
  readonly schema: 'go-perf-gate/result@1';
  readonly version: string;
  readonly verdict: Verdict;
  /** One sentence: what the verdict rests on. */
  readonly reason: string;
  readonly escalation: Escalation;
  /** ISO 8601: the time the evidence was judged against (`Evidence.now`). */
  readonly now?: string;
  readonly design: Design;
  readonly base: Side & { readonly by?: string };
  readonly head: Side;
  readonly environment: Environment;
  /** Keys of the environment that differ between the sides, with both values. */
  readonly environmentChanges: readonly { readonly key: string; readonly base: string; readonly head: string }[];
  readonly comparisons: readonly Comparison[];
  readonly findings: readonly Finding[];
  readonly checklist: readonly ChecklistItem[];
  readonly agreement: readonly Agreement[];
  /** Base's profiles against head's, of the benchmarks that were run under the profilers. */
  readonly profiles: readonly ProfileChange[];
  readonly rulesChanges: readonly RulesChange[];
  /** Packages that the change cannot reach. */
  readonly setAside: readonly string[];
  /** The most rounds that a row had: those that every row gets, and further ones. */
  readonly rounds: { readonly screen: number; readonly confirm: number };
  readonly machine: MachineFitness;
  readonly cost: Cost;
  /** That this job could have failed: regressions injected into its own samples. Empty where there were none. */
  readonly selftest: readonly Trial[];
  /** Copy-paste commands that measure this again. */
  readonly reproduce: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Exit status of the command for a verdict (PRODUCT: verdict table). */
export const EXIT: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, inconclusive: 3 };
