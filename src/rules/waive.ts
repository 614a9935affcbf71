import type { Comparison } from '../model/comparison.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Finding } from '../model/finding.ts';
import { formatChange, formatDifference } from '../model/format.ts';
import type { Direction } from '../model/metric.ts';
import type { Limit, Waiver } from '../model/rules.ts';
import { type Subject, subjectKey } from '../model/subject.ts';
import { worsening } from '../model/worse.ts';
import { matchesName } from './glob.ts';
import { fitsUnit } from './limits.ts';
import { matchesWhere } from './select.ts';

/** What waivers are held against. */
export interface WaiverContext {
  readonly comparisons: readonly Comparison[];
  /** Import paths of the measured modules: what `./` means. */
  readonly modules: readonly string[];
  /** Which way is better, by metric id. */
  readonly betterOf: (metric: string) => Direction;
}

export interface Waived {
  /** In the same order; those that a waiver covers have the status `waived` and say by whom. */
  readonly findings: readonly Finding[];
  /** Waivers that have expired, do not reach, or cover nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Accepts the findings that a waiver covers: its check and its selectors match, it has not expired, and the regression
 * lies within its ceiling. The first waiver that does all this counts. Findings that stay, stay as they are.
 *
 * @param now ISO 8601: waivers hold until the end of their last day, in UTC
 */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: string,
  context: WaiverContext,
): Waived {
  const waiving = new Waiving(waivers, now, context);
  const waived = findings.map((finding) => waiving.apply(finding));
  return { findings: waived, diagnostics: [...waiving.diagnostics, ...waiving.unused()] };
}

class Waiving {
  readonly diagnostics: Diagnostic[] = [];
  private readonly waivers: readonly Waiver[];
  private readonly day: string;
  private readonly context: WaiverContext;
  private readonly matched = new Set<Waiver>();
  private readonly rows: ReadonlyMap<string, Comparison>;

  constructor(waivers: readonly Waiver[], now: string, context: WaiverContext) {
    this.waivers = waivers;
    this.day = new Date(now).toISOString().slice(0, 10);
    this.context = context;
    this.rows = new Map(context.comparisons.map((row) => [rowKey(row), row]));
  }

  apply(finding: Finding): Finding {
    if (finding.status === 'waived') return finding;
    const row = this.rows.get(rowKey(finding));
    for (const waiver of this.waivers) {
      if (!covers(waiver, finding, row, this.context.modules)) continue;
      this.matched.add(waiver);
      const problem = this.expired(waiver) ?? this.beyond(waiver, row);
      const { owner, until, reason } = waiver;
      if (problem === undefined) return { ...finding, status: 'waived', waivedBy: { owner, until, reason } };
      this.diagnostics.push({ level: 'warning', text: `${nameOf(finding)} is not waived: ${problem}`, at: waiver.at });
    }
    return finding;
  }

  private expired({ until, owner }: Waiver): string | undefined {
    return this.day > until ? `the waiver of ${owner} expired after ${until}` : undefined;
  }

  private beyond({ ceiling }: Waiver, row: Comparison | undefined): string | undefined {
    if (!ceiling) return undefined;
    const worse = row && worsening(row, this.context.betterOf(row.metric));
    if (!worse) return `a ceiling of ${ceiling.text} needs a number to hold against it, and there is none`;
    if (within(ceiling, worse.lo ?? worse.ratio, worse.difference, row)) return undefined;
    const change = ceiling.relative ? formatChange(worse.ratio) : formatDifference(worse.difference, row.unit);
    return `${change === 'n/a' ? 'a rise from 0' : change} is beyond the ceiling of ${ceiling.text}`;
  }

  /** Waivers that no finding needed: a regression that is gone, or a mistake in the selectors. */
  unused(): Diagnostic[] {
    const idle = this.waivers.filter((w) => !this.matched.has(w));
    return idle.map((w) => ({
      level: 'notice',
      text: `the waiver of ${w.check} covers no finding: remove it`,
      at: w.at,
    }));
  }
}

/** A ratio of counts may differ from its ceiling by a rounding of the last digit. */
const ROUNDING = 1e-12;

/** Like the limits, a relative ceiling is held against the lower bound, where there is one. */
function within(ceiling: Limit, ratio: number | null, difference: number, { unit }: Comparison): boolean {
  if (ceiling.relative) return ratio !== null && ratio <= (1 + ceiling.value) * (1 + ROUNDING);
  return fitsUnit(ceiling, unit) && difference <= ceiling.value;
}

function covers(waiver: Waiver, finding: Finding, row: Comparison | undefined, modules: readonly string[]): boolean {
  const unit = row?.unit ?? finding.metric;
  return matchesName([waiver.check], finding.rule) && matchesWhere(waiver.where, finding.subject, unit, modules);
}

function rowKey({ metric = '', subject }: { readonly metric?: string; readonly subject: Subject }): string {
  return `${metric} ${subjectKey(subject)}`;
}

function nameOf({ rule, subject }: Finding): string {
  return [rule, 'of', subject.benchmark ?? subject.pkg ?? 'this job'].join(' ');
}
