import { UserError } from '../model/diagnostic.ts';
import type { Position } from '../model/position.ts';
import type { Limit, Limits, Rule, Where } from '../model/rules.ts';
import { tidyUnit } from '../model/unit.ts';
import { UserErrors } from '../model/user-errors.ts';
import type { YamlPath } from '../wire/yaml.ts';
import { EXAMPLES } from './examples.ts';
import type { ReadFile } from './file.ts';
import { parseLimit } from './limits.ts';
import { DRIFTING, hasShares, namesOnlyProfiles, profileMetricsOf } from './profile-metrics.ts';
import type { CheckEntry } from './schema.ts';
import { namesNoTool, namesOnlyTools, toolMetricsOf, traceMetricsOf } from './tool-metrics.ts';

/** Checks of what happened rather than of a number: they have neither metric nor limit. */
export const EVENT_CHECKS: readonly string[] = ['bench/missing', 'bench/failed', 'bench/changed', 'rules/changed'];

const LIMIT_KEYS = [
  ['max-regression', 'maxRegression'],
  ['max-regression-by', 'maxRegressionBy'],
  ['max', 'max'],
  ['min', 'min'],
  ['equals', 'equals'],
  ['drift', 'drift'],
] as const;

/** The checks of a chain of files, in order, and every mistake in them. */
export function rulesOfFiles(files: readonly ReadFile[]): { rules: readonly Rule[]; errors: readonly UserError[] } {
  const rules: Rule[] = [];
  const errors: UserError[] = [];
  for (const file of files)
    (file.content.checks ?? []).forEach((entry, i) => {
      try {
        rules.push(new Entry(entry, file, ['checks', i], rules).rule());
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        errors.push(...(error instanceof UserErrors ? error.errors : [error]));
      }
    });
  return { rules, errors };
}

/** One entry of `checks:` together with the general one that it refines. */
class Entry {
  private readonly entry: CheckEntry;
  private readonly file: ReadFile;
  private readonly path: YamlPath;
  /** The entry of the same id before this one that has no `where`: what this one leaves out comes from there. */
  private readonly general: Rule | undefined;

  constructor(entry: CheckEntry, file: ReadFile, path: YamlPath, before: readonly Rule[]) {
    this.entry = entry;
    this.file = file;
    this.path = path;
    this.general = before.findLast((rule) => rule.id === entry.id && isEverywhere(rule.where));
  }

  rule(): Rule {
    const { id, why = this.general?.why } = this.entry;
    const metric = this.metric();
    const severity = this.severity();
    const where = whereOf(this.entry.where ?? {});
    const limits = this.limits(metric, severity);
    this.refuseMeaningless(metric, where, limits);
    const collect = this.collect(metric);
    return {
      id,
      metric,
      where,
      limits,
      severity,
      mustResolve: this.entry['must-resolve'] ?? this.general?.mustResolve ?? false,
      ...(collect ? {} : { collect: false }),
      ...(why === undefined ? {} : { why }),
      at: this.at(),
    };
  }

  private metric(): readonly string[] {
    const { id, metric = this.general?.metric } = this.entry;
    if (EVENT_CHECKS.includes(id)) this.refuseNumbers();
    else if (metric === undefined) throw this.mistake('"metric" is missing', { example: EXAMPLES.metric });
    const misspelt = (metric ?? []).find(namesNoTool);
    if (misspelt !== undefined)
      throw this.mistake(`there is no metric ${JSON.stringify(misspelt)} of profiles or traces`, {
        key: 'metric',
        example: 'metric: cpu.flat',
      });
    return (metric ?? []).map(tidyPattern);
  }

  private refuseNumbers(): void {
    const key = (['metric', 'must-resolve', ...LIMIT_KEYS.map(([k]) => k)] as const).find(
      (k) => this.entry[k] !== undefined,
    );
    if (key)
      throw this.mistake(`it is no check of a number and takes no ${JSON.stringify(key)}`, {
        key,
        example: `{ id: ${this.entry.id}, severity: warning }`,
      });
  }

  private severity(): Rule['severity'] {
    const inherited = this.general?.severity === 'off' ? undefined : this.general?.severity;
    const severity = this.entry.severity ?? inherited;
    if (severity === undefined) throw this.mistake('"severity" is missing', { example: EXAMPLES.severity });
    return severity;
  }

  /** Whether the rule has its rows run for it; an entry without limits of its own leaves that as it is. */
  private collect(metric: readonly string[]): boolean {
    const { collect } = this.entry;
    if (collect !== undefined && toolMetricsOf(metric).length === 0)
      throw this.mistake('"collect" is for metrics of profiles and traces', {
        key: 'collect',
        example: 'metric: sched.latency.p99',
      });
    const own = LIMIT_KEYS.some(([key]) => this.entry[key] !== undefined);
    return collect ?? (own || this.general?.collect !== false);
  }

  /** What only metrics of profiles have, and only some of them. */
  private refuseMeaningless(metric: readonly string[], where: Where, limits: Limits): void {
    const named = profileMetricsOf(metric);
    if (where.function && toolMetricsOf(metric).length === 0)
      throw this.mistake('"function" is for metrics of profiles and traces', {
        key: 'where',
        example: 'metric: cpu.flat',
      });
    const ofProcess = traceMetricsOf(metric).find(({ ofGroups }) => !ofGroups);
    if (where.function && ofProcess && namesOnlyTools(metric) && named.length === 0)
      throw this.mistake(`${ofProcess.id} is of the whole process: it takes no "function"`, {
        key: 'where',
        example: 'metric: sched.latency.p99',
      });
    if (limits.drift && !(namesOnlyProfiles(metric) && named.every(({ id }) => DRIFTING.includes(id))))
      throw this.mistake(`drift is for ${DRIFTING.join(' and ')}`, {
        key: 'drift',
        example: '{ metric: cpu.flat, drift: 0.1 }',
      });
    if (limits.drift && where.function)
      throw this.mistake('drift is about all functions together: it takes no "function"', {
        key: 'where',
        example: '{ metric: cpu.flat, drift: 0.1 }',
      });
    const share = [limits.max, limits.min, limits.equals].find((limit) => limit?.relative);
    if (share && !where.function && named.some(({ without }) => without === 'benchmark'))
      throw this.mistake(`${JSON.stringify(share.text)} of the whole needs to know whose share: add where.function`, {
        example: `where: { ${EXAMPLES.function} }`,
      });
  }

  private limits(metric: readonly string[], severity: Rule['severity']): Limits {
    const [unit, shares] = [unitOf(metric), namesOnlyProfiles(metric) && profileMetricsOf(metric).every(hasShares)];
    const own = LIMIT_KEYS.flatMap(([key, name]) => {
      const written = this.entry[key];
      return written === undefined
        ? []
        : [[name, this.limit(key, () => parseLimit(written, name, unit, { shares }))] as const];
    });
    if (own.length > 0) return Object.fromEntries(own);
    const inherited = this.general?.limits ?? {};
    if (severity !== 'off' && !EVENT_CHECKS.includes(this.entry.id) && Object.keys(inherited).length === 0)
      throw this.mistake('a limit is missing', { example: EXAMPLES['max-regression'] });
    return inherited;
  }

  private limit(key: string, parse: () => Limit): Limit {
    try {
      return parse();
    } catch (error) {
      throw error instanceof UserError ? this.mistake(error.message, { key, example: error.example }) : error;
    }
  }

  private mistake(message: string, { key, example }: { key?: string; example?: string | undefined }): UserError {
    return new UserError(`${this.entry.id}: ${message}`, { at: this.at(key), example });
  }

  private at(key?: string): Position {
    return this.file.yaml.positionOf(key === undefined ? this.path : [...this.path, key]);
  }
}

/** `where` without its absent parts; all selectors that the entries and waivers share. */
export function whereOf(parts: { readonly [K in keyof Where]: Where[K] | undefined }): Where {
  const { pkg, benchmark, unit, function: functions, keys, gomaxprocs } = parts;
  return {
    ...(pkg ? { pkg } : {}),
    ...(benchmark ? { benchmark } : {}),
    ...(unit ? { unit: unit.map(tidyPattern) } : {}),
    ...(functions ? { function: functions } : {}),
    ...(keys ? { keys } : {}),
    ...(gomaxprocs ? { gomaxprocs } : {}),
  };
}

export function isEverywhere(where: Where): boolean {
  return Object.keys(where).length === 0;
}

/** The aliases `ns/op` and `MB/s` mean `sec/op` and `B/s`, with a `!` in front too; patterns stay as they are. */
function tidyPattern(pattern: string): string {
  if (isPattern(pattern)) return pattern;
  const negated = pattern.startsWith('!') ? '!' : '';
  return negated + tidyUnit(pattern.slice(negated.length)).unit;
}

function isPattern(text: string): boolean {
  return /[*?[\]{}()\\]/.test(text);
}

/**
 * The tidied unit that limits on these metrics are written in; null where it is not known: patterns, several units, and
 * metrics of other tools, whose ids are no units. Of the metrics of profiles and traces it is known.
 */
function unitOf(metric: readonly string[]): string | null {
  if (namesOnlyTools(metric)) {
    const [unit, ...others] = new Set(toolMetricsOf(metric).map((named) => named.unit));
    return others.length === 0 ? (unit ?? null) : null;
  }
  const [only] = metric;
  return metric.length !== 1 || only === undefined || isPattern(only) || /^[a-z]+\./.test(only) ? null : only;
}
