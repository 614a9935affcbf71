import { cumOf, flatOf, type Weights } from './graph.ts';
import { scale } from './units.ts';

/**
 * One unit for a whole report: that of its smallest value, or of a hundred times that value where the total needs a larger
 * one (google/pprof, internal/report: selectOutputUnit).
 *
 * @param ratio what values are multiplied with before they are printed.
 */
export function outputUnit(weights: Weights, unit: string, total: number, ratio: number): string {
  let smallest = 0;
  for (const node of weights.listed) {
    const value = Math.abs(flatOf(weights, node)) || Math.abs(cumOf(weights, node));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  const times = (value: number) => (ratio > 0 && ratio !== 1 ? Math.trunc(value * ratio) : value);
  const [low, high] = [times(smallest || total), times(total)];
  const [lowUnit, highUnit] = [scale(low, unit, 'minimum').unit, scale(high, unit, 'minimum').unit];
  const chosen = lowUnit !== highUnit && low * 100 < high ? scale(100 * low, unit, 'minimum').unit : lowUnit;
  return chosen === '' ? unit : chosen;
}
