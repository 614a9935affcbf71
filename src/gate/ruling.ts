import { alignResults } from '../compare/align.ts';
import type { RowToJudge } from '../compare/rows.ts';
import { benchmarkChange } from '../model/benchmark-change.ts';
import { type Diagnostic, UserError } from '../model/diagnostic.ts';
import type { Evidence, Pair, RulesText, SideName } from '../model/evidence.ts';
import { memo } from '../model/memo.ts';
import { type Metric, metricFor } from '../model/metric.ts';
import type { Rule, Rules } from '../model/rules.ts';
import type { Subject } from '../model/subject.ts';
import type { Unit } from '../model/unit.ts';
import { strictestLimit } from '../model/worse.ts';
import { parseRules } from '../rules/parse.ts';
import { rulesInForce } from '../rules/select.ts';
import { median } from '../stats/median.ts';
import { isTimed, type Outcome } from './outcome.ts';
import { withBaseline } from './stored-baseline.ts';

/** The measurements as one set of rules sees them. */
export interface Ruling {
  /** Whose rules these are. */
  readonly side: SideName;
  readonly rules: Rules;
  /** What is wrong with these rules, where they could not be used as they are. */
  readonly diagnostics: readonly Diagnostic[];
  readonly rows: readonly RowToJudge[];
  metricOf(unit: Unit): Metric;
  /** Paths of the modules that are measured: what `./` means. */
  readonly modules: readonly string[];
  /** The entries in force for a row, one for each check id; null asks for those that are about no metric. */
  inForce(subject: Subject, metric: Metric | null): readonly Rule[];
}

/**
 * The rules that judge: base's and head's where both are known and differ, else the one set there is. A change cannot
 * loosen the gate that judges it (TRUST rule 3).
 */
export function rulings(evidence: Evidence, outcome: Outcome): readonly Ruling[] {
  const { base, head } = evidence.rules;
  const both = base !== undefined && JSON.stringify(base) !== JSON.stringify(head);
  const ofBase = base ? [rulingOf('base', baseRules(base), evidence, outcome)] : [];
  const ofHead = { rules: head ? rulesOf(head) : parseRules(), diagnostics: [] };
  return both || !base ? [...ofBase, rulingOf('head', ofHead, evidence, outcome)] : ofBase;
}

type Read = Pick<Ruling, 'rules' | 'diagnostics'>;

/** Read once for all steps of a job. */
const rulesOf = memo((text: RulesText) => parseRules(text));

/** A base whose rules are broken must not block the change that mends them: the built-in ones judge in their place. */
export function baseRules(base: RulesText): Read {
  try {
    return { rules: rulesOf(base), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const text = `the base commit's rules are broken, so the built-in ones judge in their place: ${error.message}`;
    return { rules: parseRules(), diagnostics: [{ level: 'warning', text, ...(error.at ? { at: error.at } : {}) }] };
  }
}

function rulingOf(side: SideName, { rules, diagnostics }: Read, evidence: Evidence, outcome: Outcome): Ruling {
  const metricOf = (unit: Unit) => metricFor(unit, { rules: rules.units, metadata: outcome.units });
  const modules = [...new Set(evidence.packages.flatMap((p) => (p.module === undefined ? [] : [p.module])))];
  const inForce = (subject: Subject, metric: Metric | null) => rulesInForce(rules, subject, metric, modules);
  const limit = (pair: Pair) =>
    // A benchmark that was itself edited is not judged, and must cost the others nothing.
    benchmarkChange(pair.subject, evidence) === null ? limitOf(pair, inForce(pair.subject, pair.metric)) : null;
  const rows = rowsToJudge(evidence, outcome, metricOf, limit);
  return { side, rules, diagnostics, rows, metricOf, modules, inForce };
}

/** Rounds of all phases are one series: what was stopped has fewer of them. */
function rowsToJudge(
  evidence: Evidence,
  outcome: Outcome,
  metricOf: (unit: Unit) => Metric,
  limit: (pair: Pair) => number | null,
): RowToJudge[] {
  const pairs = alignResults(outcome.readings.filter(isTimed), metricOf);
  const all = evidence.baseline ? withBaseline(pairs, evidence, metricOf) : pairs;
  return all.map((pair) => ({ pair, limit: limit(pair) }));
}

/** The limit a row is judged by; a check without one on change (`max: 2ms`) judges the value alone. */
function limitOf({ base }: Pair, rules: readonly Rule[]): number | null {
  const on = rules.filter((rule) => rule.severity !== 'off');
  return strictestLimit(
    on.map((rule) => rule.limits),
    base.value.length > 0 ? median(base.value) : 0,
  );
}
