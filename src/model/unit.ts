/** A tidied unit (`sec/op`, `B`, never ns or MB). Branded: only {@link tidyUnit} makes one. */
export type Unit = string & { readonly __brand: 'Unit' };

/**
 * Normalises pre-scaled units to base units, as golang.org/x/perf/benchunit.Tidy does: `ns` becomes `sec` and `MB`
 * becomes `B` in the numerator (a part behind a `/` is left alone).
 *
 * @returns the tidied unit and the factor that a value in the original unit is multiplied with.
 */
export function tidyUnit(original: string): { unit: Unit; factor: number } {
  switch (original) {
    case 'ns/op':
      return { unit: 'sec/op' as Unit, factor: 1e-9 };
    case 'MB/s':
      return { unit: 'B/s' as Unit, factor: 1e6 };
    default:
      return { unit: original as Unit, factor: 1 };
  }
}
