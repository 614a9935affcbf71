// Which scenario the next job of a setting is. Scenarios take turns job by job, so that they share the machine's episodes.

const QUIET = 'one process per row, base and head back to back, pinned to one CPU';
const LOADED = `${QUIET}, with a burner on the same CPU (bursts mean 1.5 s, idle mean 3 s, exponential)`;

/** Work factors of the jobs that differ, in turns; every second job is A/A. */
const QUIET_FACTORS = [1.05, 1.1, 1.05, 1.02, 1.05, 1.1, 1.05, 1.1, 1.02, 1.05];
const LOADED_FACTORS = [1.05, 1.1, 1.05, 1.05, 1.1, 1.05, 1.1, 1.05, 1.05, 1.1];

/** Per setting: is the burner on, and what is the job after so many of it. */
export const SETTINGS = {
  quiet: { loaded: false, scenario: (done) => work('quiet', QUIET_FACTORS, done, QUIET) },
  loaded: { loaded: true, scenario: (done) => work('loaded', LOADED_FACTORS, done, LOADED) },
  layout: {
    loaded: false,
    scenario: () => same('quiet-layout', 'layout', `${QUIET}; head = the same code with unrelated functions added`),
  },
  rand: {
    loaded: false,
    scenario: () => same('quiet-rand', 'rand', `${QUIET}; every process of a round another -ldflags=-randlayout=SEED`),
  },
  allocs: {
    loaded: false,
    scenario: () => ({ ...same('quiet-allocs', 'base', `${QUIET}; one allocation more in two rows`), allocs: 1 }),
  },
};

function work(name, factors, done, note) {
  if (done % 2 === 0) return same(`${name}-aa`, 'base', `A/A, ${note}`);
  const f = factors[((done - 1) / 2) % factors.length];
  return { ...same(`${name}-f${Math.round(100 * f)}`, 'base', `A/B f=${f}, ${note}`), f };
}

/** `builds`: base = one binary for both sides, layout = head is another build in each job, rand = in each round on both. */
function same(scenario, builds, note) {
  return { scenario, f: 1, allocs: 0, builds, note };
}

/** The calibration of the slopes; it is not among the scenarios of the corpus. */
export const CALIBRATION = { ...same('calibration', 'base', QUIET), f: 1.5 };
