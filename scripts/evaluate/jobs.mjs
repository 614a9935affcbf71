// The jobs that can be replayed over a scenario, and the rows of each, ready to judge.
import { truthName } from './corpus.mjs';

/** The rules of rules/default.yml: what may rise by how much. Other units have no known direction in the recordings. */
const LIMITS = new Map([
  ['sec/op', 0.02],
  ['allocs/op', 0],
  ['B/op', 0.02],
]);

export const SCREEN = 8;
export const CONFIRM = 20;
/** Windows begin every so many pairs; those that begin at a multiple of their length are disjoint. */
const STEP = 4;
const SEQUENTIAL = 10;

const MODES = [
  { mode: '8 rounds', pairs: SCREEN },
  { mode: '20 rounds', pairs: CONFIRM },
  { mode: '8 + 20 fresh', pairs: SCREEN + CONFIRM, staged: true },
  { mode: 'sequential', pairs: 2 * SEQUENTIAL, sequential: true },
];

/** Of files with -count every pair of files is a job; of single rounds every window of consecutive pairs. */
export function modesOf({ count }) {
  return count > 1 ? [{ mode: `-count=${count}`, pairs: 1, sequential: true, step: 1 }] : MODES;
}

export function* windows(scenario, { pairs, step = STEP }) {
  for (let from = 0; from + pairs <= scenario.pairs.length; from += step)
    yield { window: scenario.pairs.slice(from, from + pairs), disjoint: from % pairs === 0 };
}

/** Rows of a window: all of base's and head's rounds, or base's of its first half and head's of its second. */
export function rowsOf(window, { sequential }, ours) {
  const half = window.length > 1 ? window.length / 2 : 1;
  const bases = sequential ? window.slice(0, half) : window;
  const heads = sequential ? window.slice(-half) : window;
  const read = (rounds, side) =>
    rounds.flatMap((pair, round) =>
      pair[side].results.map((r) => ({ ...r, phase: 'screen', round, order: 2 * round + pair[side].order })),
    );
  const pairs = ours.alignResults([...read(bases, 'base'), ...read(heads, 'head')], (unit) => ours.metricFor(unit));
  return pairs.map((pair) => ({
    pair,
    fresh: null,
    limit: LIMITS.get(pair.metric.id) ?? null,
    name: truthName(pair.subject),
  }));
}

const keyOf = ({ name, pair }) => `${name} ${pair.metric.id}`;

/** The real schedule: screening, then fresh rounds of the suspects' processes, one benchmark a process. */
export function stagedRows(window, judge, settings, ours) {
  const screened = rowsOf(window.slice(0, SCREEN), {}, ours);
  const suspects = new Set(judge.suspects(screened, settings).map((i) => screened[i].name));
  const fresh = new Map(rowsOf(window.slice(SCREEN), {}, ours).map((row) => [keyOf(row), row.pair]));
  const rows = screened.map((r) => (suspects.has(r.name) ? { ...r, fresh: fresh.get(keyOf(r)) ?? null } : r));
  const share = suspects.size / new Set(screened.map((r) => r.name)).size;
  return { rows, share };
}

/** Seconds of both sides; of the fresh rounds the suspects' share. */
export function secondsOf(window, { staged }, share) {
  const sum = (pairs) => pairs.reduce((s, { base, head }) => s + base.seconds + head.seconds, 0);
  return staged ? sum(window.slice(0, SCREEN)) + share * sum(window.slice(SCREEN)) : sum(window);
}
