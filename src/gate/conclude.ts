import type { CrossContext } from '../crosscheck/crosscheck.ts';
import { CROSSCHECKS } from '../crosscheck/index.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Finding } from '../model/finding.ts';
import type { Report } from '../model/report.ts';
import { compareRules } from '../rules/ratchet.ts';
import { checklist } from '../verdict/checklist.ts';
import { withTestimony } from '../verdict/confidence.ts';
import { decide } from '../verdict/decide.ts';
import { looserRules, RULES_CHANGED } from '../verdict/rules-changed.ts';
import { markWaived } from '../verdict/waived.ts';
import { worse } from '../verdict/worse.ts';
import { advice } from './advice.ts';
import { contradicted } from './contradicted.ts';
import { environmentChanges, environmentOf } from './environment.ts';
import { machineDiagnostics, whyUnfit } from './machine.ts';
import { type Opinion, opinionOf } from './opinion.ts';
import { reproduce } from './reproduce.ts';
import { roundsOf, shortRows } from './rounds.ts';
import type { Ruling } from './ruling.ts';
import type { Survey } from './survey.ts';
import { unexplained } from './unprofiled.ts';

/** The report: every set of rules judges, the worse result of each row counts, witnesses are heard, the verdict follows. */
export function conclude(survey: Survey): Omit<Report, 'selftest'> {
  const { evidence, outcome, rulings, design } = survey;
  const profiles = survey.profiled.changes;
  const context = contextOf(survey);
  const opinions = rulings.map((ruling) => opinionOf(ruling, survey));
  const united = opinions.map(({ judgement }) => judgement).reduce(worse);
  const rulesChanges = changes(rulings);
  const findings = [...heard(united.findings, united.comparisons, survey), ...loosened(rulings, rulesChanges)];
  const comparisons = markWaived(united.comparisons, findings);
  const rows = opinions.flatMap((o) => o.rows);
  const decision = decide({ comparisons, rows, findings, evidence, unfit: whyUnfit(survey.fitness) });
  const environment = {
    base: environmentOf('base', evidence, outcome),
    head: environmentOf('head', evidence, outcome),
  };
  return {
    schema: 'go-perf-gate/result@1',
    version: evidence.version,
    now: evidence.now,
    ...decision,
    design,
    base: evidence.baseBy === undefined ? evidence.base : { ...evidence.base, by: evidence.baseBy },
    head: evidence.head,
    environment: environment.head,
    environmentChanges: environmentChanges(environment.base, environment.head),
    comparisons,
    findings,
    checklist: checklist(primary(opinions).ruling.rules.checks, primary(opinions).rows, findings),
    agreement: CROSSCHECKS.flatMap((witness) => witness.agreement?.({ comparisons, ...context }) ?? []),
    profiles,
    rulesChanges,
    setAside: evidence.setAside,
    rounds: roundsOf(evidence),
    machine: survey.fitness,
    cost: evidence.cost,
    reproduce: reproduce(evidence, findings),
    diagnostics: distinct([
      ...evidence.diagnostics,
      ...rulings.flatMap((r) => r.diagnostics),
      ...outcome.diagnostics,
      ...survey.profiled.diagnostics,
      ...contradicted(survey),
      ...opinions.flatMap((o) => o.diagnostics),
      ...unexplained(comparisons, survey),
      ...shortRows(survey),
      ...advice(comparisons, design, evidence.packages.length > 0),
      ...machineDiagnostics(survey.fitness, evidence),
    ]),
  };
}

/** Base's rules where both judge: they are the ones the change cannot edit. */
function primary(opinions: readonly Opinion[]): Opinion {
  return opinions[0] as Opinion;
}

/** What witnesses may look at beside the judged rows. */
function contextOf({ evidence, profiled, traced, contradictions }: Survey): Omit<CrossContext, 'comparisons'> {
  return { evidence, profiles: profiled.changes, traced: traced.rows, traces: traced.changes, contradictions };
}

function heard(findings: readonly Finding[], comparisons: readonly Comparison[], survey: Survey): Finding[] {
  const context = { comparisons, ...contextOf(survey) };
  return findings.map((finding) =>
    withTestimony(
      finding,
      CROSSCHECKS.map(({ witness, testify }) => ({ witness, testimony: testify(finding, context) })),
    ),
  );
}

function changes(rulings: readonly Ruling[]): Report['rulesChanges'] {
  const [base, head] = rulings;
  return base && head ? compareRules(base.rules, head.rules) : [];
}

function loosened([base]: readonly Ruling[], rulesChanges: Report['rulesChanges']): readonly Finding[] {
  const rule = base?.rules.checks.findLast((r) => r.id === RULES_CHANGED);
  return rule ? looserRules(rulesChanges, rule) : [];
}

/** Two sets of rules may say the same thing. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((d) => [JSON.stringify(d), d] as const)).values()];
}
