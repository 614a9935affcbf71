import { GO_SPACE } from './space.ts';

/** A tidied unit (`sec/op`, `B`, never ns or MB). Branded: only {@link tidyUnit} makes one. */
export type Unit = string & { readonly __brand: 'Unit' };

/** An operator, or a word between separators. */
const TOKEN = new RegExp(`[*/]|[^*/\\-${GO_SPACE}]+`, 'g');

/**
 * Normalises pre-scaled units to base units, as golang.org/x/perf/benchunit.Tidy does: `ns` becomes `sec` and `MB`
 * becomes `B` wherever they stand in the numerator. `/` begins a denominator, `*` ends it, `-` joins words:
 * `p99-ns/op` gives `p99-sec/op`, `op/ns` stays.
 *
 * @returns the tidied unit and the factor that a value in the original unit is multiplied with.
 */
export function tidyUnit(original: string): { unit: Unit; factor: number } {
  if (original === 'ns/op') return { unit: 'sec/op' as Unit, factor: 1e-9 };
  if (!original.includes('ns') && !original.includes('MB')) return { unit: original as Unit, factor: 1 };
  let factor = 1;
  let denominator = false;
  const unit = original.replace(TOKEN, (token) => {
    if (token === '*' || token === '/') denominator = token === '/';
    else if (denominator) return token;
    else if (token === 'ns') {
      factor /= 1e9;
      return 'sec';
    } else if (token === 'MB') {
      factor *= 1e6;
      return 'B';
    }
    return token;
  });
  return { unit: unit as Unit, factor };
}
