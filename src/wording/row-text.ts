import type { Comparison, Summary } from '../model/comparison.ts';
import { formatChange, formatDifference, formatPercent, formatValue } from '../model/format.ts';
import { traceMetricOf } from '../model/trace-metric.ts';

/** The cells of a row as every report shows them; plain text, nothing foreign in it but the unit's effect on the scale. */

/** A side: `1.21 ms ± 2 %` (95 %), `1,012`, `—` where there is none. */
export function sideText(side: Summary | null, unit: string): string {
  if (side === null) return '—';
  const half = Math.max(side.hi - side.center, side.center - side.lo);
  const value = formatValue(side.center, unit);
  return half > 0 && side.center !== 0 ? `${value} ± ${formatSpread(half / Math.abs(side.center))}` : value;
}

/** Whole percents as benchstat has them; `< 1 %` rather than a false 0. */
function formatSpread(x: number): string {
  if (!Number.isFinite(x)) return '∞';
  return x < 0.005 ? '< 1 %' : formatPercent(Math.round(x * 100) / 100);
}

/** The change: `+18.2 %`; the difference where base is 0 and there is no ratio. */
export function changeText(c: Comparison): string {
  if (c.base === null || c.head === null) return '—';
  if (c.ratio !== null || c.difference === 0) return formatChange(c.ratio ?? 1);
  return c.difference === null ? '—' : formatDifference(c.difference, c.unit);
}

/** The interval of the change without its unit: `+16.9 … +19.6`; '' for exact rows. */
export function intervalText(c: Comparison): string {
  const { ratio, ratioLo, ratioHi } = c;
  if (ratio === null || ratioLo === null || ratioHi === null || ratioLo === ratioHi) return '';
  const [lo, hi] = [formatChange(ratioLo), formatChange(ratioHi)];
  return lo.endsWith(' %') && hi.endsWith(' %') ? `${lo.slice(0, -2)} … ${hi}` : `${lo} … ${hi}`;
}

/** The adjusted p: `0.003`, `< 0.001`; `exact` for counted rows; '' where nothing was tested. */
export function pText(c: Comparison): string {
  const p = c.pAdjusted ?? c.p;
  if (p !== null) return p < 0.001 ? '< 0.001' : p.toFixed(3);
  return isExact(c) ? 'exact' : '';
}

/** The limit it was judged by. */
export function limitText(c: Comparison): string {
  return c.limit === null ? '—' : formatPercent(c.limit);
}

/** A noisy metric of one traced run has no interval and no test either. */
function isExact(c: Comparison): boolean {
  if (traceMetricOf(c)?.assume === 'nothing') return false;
  return c.base !== null && c.head !== null && c.ratioLo === c.ratioHi && c.p === null;
}
