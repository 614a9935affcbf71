import { formatCount, formatDifference, formatValue } from '../../model/format.ts';
import { tidiedUnit } from '../units.ts';

/** Values of a sample type as people read them. */
export interface ValueText {
  value(value: number): string;
  /** With its sign. */
  difference(value: number): string;
}

/**
 * @param unit of the sample type: `nanoseconds`, `bytes`, `count` …
 * @param perOp whether values are per operation
 */
export function valueText(unit: string, perOp = false): ValueText {
  const per = perOp ? '/op' : '';
  const tidied = tidiedUnit(unit);
  if (tidied === null) {
    const shown = (value: number) => `${formatCount(value)}${['', 'count'].includes(unit) ? '' : ` ${unit}`}${per}`;
    return { value: shown, difference: (value) => (value > 0 ? `+${shown(value)}` : shown(value)) };
  }
  const { name, factor } = tidied;
  return {
    value: (value) => formatValue(value * factor, name) + per,
    difference: (value) => formatDifference(value * factor, name) + per,
  };
}
