import { ascending } from './sorted.ts';

/**
 * Head over base by the geometric means of their lower halves (the middle value included): noise in time only adds, so
 * the fast half says where the work lies.
 *
 * @param base samples, all above 0, at least one
 * @param head likewise
 */
export function lowerHalfRatio(base: readonly number[], head: readonly number[]): number {
  return Math.exp(meanLog(lowerHalf(head)) - meanLog(lowerHalf(base)));
}

function lowerHalf(values: readonly number[]): readonly number[] {
  return ascending(values).slice(0, Math.ceil(values.length / 2));
}

function meanLog(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + Math.log(v), 0) / values.length;
}
