import { tidyUnit, type Unit } from '../../model/unit.ts';
import { splitFields } from './fields.ts';

/** One `key=value` of a `Unit` line, or what is wrong with that part of it. */
export type UnitPart =
  | { readonly unit: Unit; readonly original: string; readonly key: string; readonly value: string }
  | { readonly problem: string };

/**
 * Reads `Unit ns/op assume=nothing better=lower` as benchfmt does, part by part, in order.
 *
 * @returns null when the line is none (its first field is not `Unit`).
 */
export function parseUnitLine(text: string): UnitPart[] | null {
  if (!text.startsWith('Unit')) return null;
  const [word, original, ...pairs] = splitFields(text);
  if (word !== 'Unit') return null;
  if (original === undefined) return [{ problem: 'missing unit' }];
  const { unit } = tidyUnit(original);
  return pairs.map((pair) => {
    const eq = pair.indexOf('=');
    return eq > 0
      ? { unit, original, key: pair.slice(0, eq), value: pair.slice(eq + 1) }
      : { problem: 'expected key=value' };
  });
}
