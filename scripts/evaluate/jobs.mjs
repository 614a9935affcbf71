// The jobs that can be replayed over a scenario, and the rows of each, ready to judge.
import { truthName } from './corpus.mjs';

/** The rules of rules/default.yml: what may rise by how much. Other units have no known direction in the recordings. */
const LIMITS = new Map([
  ['sec/op', 0.02],
  ['cpu-sec/op', 0.02],
  ['allocs/op', 0],
  ['B/op', 0.02],
]);

/** Windows begin every so many pairs; those that begin at a multiple of their length are disjoint. */
const STEP = 4;
const SEQUENTIAL = 10;
/** A scenario with fewer pairs than this cannot carry the schedule. */
const FEWEST = 16;

/**
 * The kinds of job that a scenario can carry. Of files with -count every pair of files is a job; of single rounds every
 * window of consecutive pairs. Where the scenario has fewer pairs than two jobs of the schedule may need, the windows go on
 * at its beginning; where it has fewer than one, the schedule ends where the pairs do.
 */
export function modesOf({ count, pairs, jobs }, rounds) {
  if (count > 1) return [{ mode: `-count=${count}`, pairs: 1, sequential: true, step: 1 }];
  const most = rounds.screen + rounds.confirm;
  const length = Math.min(most, jobs ? pairs.length / jobs : pairs.length);
  // A single window, or a few, would say little of other beginnings.
  const schedule = { mode: 'schedule', pairs: length, wraps: pairs.length < 2 * most && !jobs };
  const looks = { screen: rounds.screen, confirm: length - rounds.screen };
  return [
    { mode: `${rounds.screen} rounds`, pairs: rounds.screen },
    { mode: '20 rounds', pairs: 20 },
    ...(length >= FEWEST ? [{ ...schedule, rounds: looks }] : []),
    { mode: 'sequential', pairs: 2 * SEQUENTIAL, sequential: true },
  ];
}

/** Windows of consecutive pairs, never across two recorded jobs; `disjoint` ones share no pair with one another. */
export function* windows({ pairs, jobs }, { pairs: length, step = STEP, wraps }) {
  const of = jobs ? pairs.length / jobs : pairs.length;
  for (let start = 0; start < pairs.length; start += of) {
    const block = pairs.slice(start, start + of);
    const last = wraps ? of - 1 : of - length;
    for (let from = 0; from <= last; from += step)
      yield {
        window: [...block, ...(wraps ? block : [])].slice(from, from + length),
        disjoint: from % length === 0 && from + length <= of,
        block: Math.floor((start + from) / length),
      };
  }
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
  return pairs.map((pair) => ({ pair, limit: LIMITS.get(pair.metric.id) ?? null, name: truthName(pair.subject) }));
}

/**
 * The real schedule over a window: every row gets the screening's rounds, and goes on from look to look as long as the
 * judge asks for it. The rows of one benchmark share its processes.
 *
 * @returns the rows as they were left, and the mean number of rounds of a benchmark
 */
export function measured(window, { rounds }, judge, settings, ours) {
  const all = rowsOf(window, {}, ours);
  const looks = ours.looksOf(rounds);
  const had = new Map(all.map(({ name }) => [name, rounds.screen]));
  for (;;) {
    const rows = all.map((row) => ({ ...row, pair: ours.firstRounds(row.pair, had.get(row.name)) }));
    const going = new Set(judge.goingOn(rows, settings, looks).map((i) => rows[i].name));
    const next = [...going]
      .map((name) => [name, ours.nextLook(looks, had.get(name))])
      .filter(([, look]) => look !== null);
    if (next.length === 0) return { rows, looks, rounds: mean([...had.values()]) };
    for (const [name, look] of next) had.set(name, look);
  }
}

function mean(values) {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** Seconds of both sides: of all rounds, or of the mean number that a benchmark had. */
export function secondsOf(window, rounds) {
  const all = window.reduce((s, { base, head }) => s + base.seconds + head.seconds, 0);
  return rounds === undefined ? all : (all * rounds) / window.length;
}
