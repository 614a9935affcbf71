import type { Limits, Rule, Waiver, Where } from '../model/rules.ts';
import { formatLimit } from './limits.ts';

/** The limits as they are written in rules, in this order. */
export const LIMIT_NAMES: readonly (readonly [keyof Limits, string])[] = [
  ['maxRegression', 'max-regression'],
  ['maxRegressionBy', 'max-regression-by'],
  ['max', 'max'],
  ['min', 'min'],
  ['equals', 'equals'],
  ['drift', 'drift'],
];

/** A rule in one line: `max-regression 2%, must-resolve, error; benchmark Encode/**`. */
export function describeRule({ limits, mustResolve, collect, severity, where, metric }: Rule): string {
  const numbers = LIMIT_NAMES.flatMap(([name, written]) => {
    const limit = limits[name];
    return limit ? [`${written} ${formatLimit(limit)}`] : [];
  });
  const what = [
    ...numbers,
    ...(mustResolve ? ['must-resolve'] : []),
    ...(collect === false ? ['collect false'] : []),
    severity,
  ].join(', ');
  const rows = [...(metric.length > 0 ? [metric.join(' ')] : []), describeWhere(where)].filter(Boolean).join(', ');
  return rows ? `${what} (${rows})` : what;
}

/** `pkg ./codec/**, benchmark Encode/**, size=large, gomaxprocs 4`; '' for everything. */
export function describeWhere({ pkg, benchmark, unit, function: functions, keys, gomaxprocs }: Where): string {
  return [
    ...(pkg ? [`pkg ${pkg.join(' ')}`] : []),
    ...(benchmark ? [`benchmark ${benchmark.join(' ')}`] : []),
    ...(unit ? [`unit ${unit.join(' ')}`] : []),
    ...(functions ? [`function ${functions.join(' ')}`] : []),
    ...sorted(keys ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(gomaxprocs ? [`gomaxprocs ${gomaxprocs.join(' ')}`] : []),
  ].join(', ');
}

export function describeWaiver({ until, ceiling, owner, reason, issue, where }: Waiver): string {
  const parts = [
    `until ${until}`,
    ...(ceiling ? [`ceiling ${formatLimit(ceiling)}`] : []),
    owner,
    JSON.stringify(reason),
    ...(issue ? [`issue ${issue}`] : []),
  ].join(', ');
  const rows = describeWhere(where);
  return rows ? `${parts} (${rows})` : parts;
}

function sorted(keys: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The same text for two selectors exactly when they mean the same. */
export function whereKey({ pkg, benchmark, unit, function: functions, keys, gomaxprocs }: Where): string {
  return JSON.stringify([pkg, benchmark, unit, functions, sorted(keys ?? {}), gomaxprocs]);
}
