// Records rounds: of every row a process of base and one of head back to back, in an order drawn from the seed.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';

const SIDES = ['base', 'head'];
/** Builds of quiet-rand: as many seeds as a job of 48 rounds has processes of a row. */
const LAYOUT_SEEDS = 96;

/** 0 when base goes first, 1 when head does: a bit of SHA-256 over what the process is. */
export function firstSide(seed, scenario, pair, row) {
  return createHash('sha256').update(`${seed} ${scenario} ${pair} ${row}`).digest()[0] & 1;
}

/** Which build a side runs; the number of unrelated functions of a job's layout is 1 + 5·job. */
export function binaryOf(builds, side, pair, job) {
  if (builds === 'rand') return `rand${1 + ((2 * pair + SIDES.indexOf(side)) % LAYOUT_SEEDS)}`;
  return builds === 'layout' && side === 'head' ? `layout${1 + 5 * job}` : 'base';
}

/**
 * @param plan { seed, rounds, rows: [{ name, pattern, iterations }] }
 * @param scenario { scenario, f, allocs, builds }
 * @param job its number in the scenario; its pairs are job·rounds …
 * @returns in time order { pair, side, row, order, binary, load, text, start, wall, user, system }
 */
export async function recordRounds(workshop, plan, scenario, job) {
  const out = workshop.path(`out-${scenario.scenario}-${job}.txt`);
  await buildFor(workshop, plan, scenario, job);
  const processes = [];
  for (let pair = job * plan.rounds; pair < (job + 1) * plan.rounds; pair++) {
    const load = loadavg()[0];
    for (const row of plan.rows)
      for (const launch of pairOf(plan, scenario, job, pair, row))
        processes.push({ ...launch, load, answer: await workshop.run({ ...launch, out }) });
  }
  const text = readFileSync(out);
  rmSync(out);
  return processes.map(({ answer: { start, wall, user, system, stdout }, ...launch }) => ({
    ...{ pair: launch.pair, side: launch.side, row: launch.row, order: launch.order, binary: launch.binary },
    ...{ load: launch.load, start, wall, user, system, text: text.toString('utf8', stdout.from, stdout.to) },
  }));
}

/** The two launches of a row in a round, in their order. */
function pairOf({ seed }, { scenario, f, allocs, builds }, job, pair, row) {
  const first = firstSide(seed, scenario, pair, row.name);
  return [SIDES[first], SIDES[1 - first]].map((side, order) => ({
    ...{ pair, side, order, row: row.name, pattern: row.pattern, benchtime: `${row.iterations}x` },
    ...{ binary: binaryOf(builds, side, pair, job), f: side === 'head' ? f : 1, allocs: side === 'head' ? allocs : 0 },
  }));
}

/** Before the first round, so that nothing is built between the processes. */
async function buildFor(workshop, { rounds }, { builds }, job) {
  const pairs = Array.from({ length: rounds }, (_, i) => job * rounds + i);
  const names = new Set(pairs.flatMap((pair) => SIDES.map((side) => binaryOf(builds, side, pair, job))));
  for (const name of names) await workshop.build(name);
}
