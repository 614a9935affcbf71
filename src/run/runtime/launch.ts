import type { Env } from '../process/child-env.ts';

/** What a sampled process is asked for. */
export interface Sampling {
  /** File that the samples are appended to, one JSON line each. */
  readonly file: string;
  /** Milliseconds between two samples; 10 when absent, and longer by itself where a sample would cost more than 1 %. */
  readonly period?: number;
  /**
   * Profiles to be written when the process ends, by their names in runtime/pprof (`goroutineleak`, `goroutine`, `heap` …);
   * those that the binary does not have are left out. Only of a binary built with `profiles`.
   */
  readonly profiles?: Readonly<Record<string, string>>;
}

/**
 * The variables that make a binary of `buildSampled` write its samples. The sampler removes them before main runs, so
 * neither the program nor its children see them.
 */
export function samplingEnv({ file, period, profiles = {} }: Sampling): Env {
  const asked = Object.entries(profiles).map(([name, path]) => `${name}=${path}`);
  return {
    GO_PERF_GATE_RUNTIME: file,
    ...(period === undefined ? {} : { GO_PERF_GATE_RUNTIME_PERIOD: `${period}ms` }),
    ...(asked.length > 0 ? { GO_PERF_GATE_PROFILES: asked.join('\n') } : {}),
  };
}
