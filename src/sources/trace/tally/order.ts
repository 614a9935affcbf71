import type { TraceStack } from '../../../model/trace.ts';

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By function, file and line from the leaf; one that is the beginning of another comes first. */
export function compareStacks(a: TraceStack, b: TraceStack): number {
  for (const [index, frame] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order =
      compareTexts(frame.function, other.function) || compareTexts(frame.file, other.file) || frame.line - other.line;
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
