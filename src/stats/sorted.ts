/** An ascending copy; the caller's values are never touched. */
export function ascending(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
