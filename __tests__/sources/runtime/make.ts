/** Text as the sampler writes it. */
export const METRICS = [
  ['/gc/heap/allocs:bytes', true],
  ['/gc/heap/allocs:objects', true],
  ['/gc/heap/objects:objects', false],
  ['/memory/classes/heap/objects:bytes', false],
  ['/memory/classes/heap/stacks:bytes', false],
  ['/cpu/classes/total:cpu-seconds', true],
  ['/cpu/classes/idle:cpu-seconds', true],
  ['/cpu/classes/gc/total:cpu-seconds', true],
  ['/cpu/classes/gc/mark/idle:cpu-seconds', true],
  ['/cpu/classes/gc/mark/assist:cpu-seconds', true],
  ['/sync/mutex/wait/total:seconds', true],
] as const;

export const BOUNDS = ['-Inf', 0, 0.001, 0.002, '+Inf'];

export const header = (more: object = {}) =>
  JSON.stringify({
    schema: 'go-perf-gate/runtime@1',
    go: 'go1.26.1',
    goos: 'linux',
    goarch: 'amd64',
    pid: 7,
    cpus: 2,
    gomaxprocs: 2,
    start: '1795762587178593984',
    mono: '23428915591593',
    period: 10_000_000,
    metrics: METRICS.map(([name, cumulative]) => ({ name, cumulative })),
    histograms: [
      { name: '/sched/latencies:seconds', bounds: BOUNDS },
      { name: '/sched/pauses/total/gc:seconds', bounds: BOUNDS },
    ],
    ...more,
  });

export const sample = (at: number, values: readonly number[], histograms: object = {}, more: object = {}) =>
  JSON.stringify({ at, cost: 1000, pauseTotal: Math.floor(at / 10), lastGC: at - 5, values, histograms, ...more });

export const memStats = (when: string, more: object = {}) =>
  JSON.stringify({
    ...{
      at: 5,
      memstats: when,
      mallocs: 10,
      frees: 4,
      totalAlloc: 100,
      heapAlloc: 60,
      heapObjects: 6,
      heapInuse: 8192,
    },
    ...{ heapIdle: 0, heapReleased: 0, heapSys: 8192, stackInuse: 4096, stackSys: 4096, sys: 99999, nextGC: 4194304 },
    ...{ lastGC: 3, pauseTotalNs: 17, numGC: 1, numForcedGC: 0, gcCPUFraction: 0.5 },
    ...more,
  });

export const end = (at: number, samples: number) => JSON.stringify({ at, end: samples, spent: 1000 * samples });

export const lines = (...all: readonly string[]) => all.map((line) => `${line}\n`).join('');
