import { formatDuration, formatPercent } from '../model/format.ts';
import { METRICS } from '../model/metric.ts';
import type { RulesChange } from '../model/report.ts';
import type { Measure, ProfileWhen, Rules } from '../model/rules.ts';

/** Changes of `measure:`, `judge:` and `units:`. */
export function compareSettings(base: Rules, head: Rules): readonly RulesChange[] {
  return [...compareMeasure(base.measure, head.measure), ...compareJudge(base, head), ...compareUnits(base, head)];
}

/** Fewer benchmarks first. */
const PROFILED: readonly ProfileWhen[] = ['never', 'auto', 'always'];

/** What is measured less, or less often, shows less. */
function compareMeasure(base: Measure, head: Measure): RulesChange[] {
  return [
    setting('measure.packages', base.packages, head.packages, narrowedPackages, words),
    // Whether one regular expression matches less than another is not decided here: only "." surely matches everything.
    setting('measure.bench', base.bench, head.bench, (_, h) => h !== '.', String),
    setting('measure.cpu', base.cpu, head.cpu, (b, h) => b.length === 0 || b.some((n) => !h.includes(n)), words),
    setting('measure.budget', base.budget, head.budget, (b, h) => h < b, formatDuration),
    setting('measure.benchtime', base.benchtime, head.benchtime, (b, h) => h < b, formatDuration),
    setting('measure.rounds.screen', base.rounds.screen, head.rounds.screen, (b, h) => h < b, String),
    setting('measure.profile', base.profile, head.profile, (b, h) => PROFILED.indexOf(h) < PROFILED.indexOf(b), String),
    setting('measure.rounds.confirm', base.rounds.confirm, head.rounds.confirm, (b, h) => h < b, String),
  ].flat();
}

function narrowedPackages(base: readonly string[], head: readonly string[]): boolean {
  return !head.includes('./...') && base.some((pattern) => !head.includes(pattern));
}

/** A lower alpha needs more evidence to call a regression; a coarser resolution calls more rows unchanged. */
function compareJudge({ judge: base }: Rules, { judge: head }: Rules): RulesChange[] {
  return [
    setting('judge.alpha', base.alpha, head.alpha, (b, h) => h < b, formatPercent),
    setting('judge.resolution', base.resolution, head.resolution, (b, h) => h > b, formatPercent),
  ].flat();
}

type UnitEntry = Rules['units'][string];

function compareUnits({ units: base }: Rules, { units: head }: Rules): RulesChange[] {
  const names = [...new Set([...Object.keys(base), ...Object.keys(head)])].sort();
  return names.flatMap((name) => setting(`units.${name}`, own(base, name), own(head, name), looserUnit, unitWords));
}

function own(units: Rules['units'], name: string): UnitEntry {
  return (Object.hasOwn(units, name) ? units[name] : undefined) ?? {};
}

/**
 * A direction that is turned over, lost or replaced, and counting that becomes guessing, let regressions pass. A first
 * direction does not: what had none was not judged. Of the built-in units it is the opposite, so any word is suspect.
 */
function looserUnit(base: UnitEntry, head: UnitEntry, name: string): boolean {
  const known = METRICS.some((metric) => name === `units.${metric.id}`);
  const turned = base.better !== head.better && (known || base.better !== undefined || head.better === 'neither');
  const guessed = base.assume !== head.assume && head.assume !== 'exact' && (known || base.assume === 'exact');
  return turned || guessed;
}

function unitWords({ better, assume }: UnitEntry): string {
  return [...(better ? [`better ${better}`] : []), ...(assume ? [`assume ${assume}`] : [])].join(', ') || '—';
}

function words(list: readonly unknown[]): string {
  return list.join(' ') || '—';
}

/** At most one change: of a setting whose words differ. */
function setting<T>(
  check: string,
  base: T,
  head: T,
  looser: (base: T, head: T, check: string) => boolean,
  show: (value: T) => string,
): RulesChange[] {
  if (JSON.stringify(base) === JSON.stringify(head)) return [];
  return [{ check, base: show(base), head: show(head), looser: looser(base, head, check) }];
}
