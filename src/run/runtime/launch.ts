import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type ReadRuntime, readRuntime } from '../../sources/runtime/index.ts';
import { readBounded } from '../bounded.ts';
import type { Env } from '../process/child-env.ts';
import type { Runner, RunnerAnswer, RunnerLaunch } from '../process/runner.ts';

/** What a sampled process is asked for. */
export interface Sampling {
  /** File that the samples are written to, one JSON line each; a process does nothing where it exists already. */
  readonly file: string;
  /** Milliseconds between two samples; 10 when absent, and longer by itself where a sample would cost more than 1 %. */
  readonly period?: number;
  /**
   * Files for profiles that are written when the process ends, by their names in runtime/pprof (`goroutineleak`,
   * `goroutine`, `heap` …); those that the binary does not have are left out. Only of a binary built with `profiles`.
   */
  readonly profiles?: Readonly<Record<string, string>>;
}

/** How a sampled process ended, and what it wrote. */
export interface SampledRun extends ReadRuntime {
  readonly answer: RunnerAnswer;
  /** As written, by name. */
  readonly profiles: Readonly<Record<string, Uint8Array>>;
}

/**
 * Runs a binary of `buildSampled` once. A process that is killed or panics leaves the samples up to there and no profiles.
 *
 * @param sampling its file is overwritten
 * @throws Error when the runner itself is gone
 */
export async function runSampled(runner: Runner, launch: RunnerLaunch, sampling: Sampling): Promise<SampledRun> {
  await rm(sampling.file, { force: true });
  const answer = await runner.run({ ...launch, env: { ...launch.env, ...samplingEnv(sampling) } });
  const { text, diagnostics } = await beginningOf(sampling.file);
  const found = text === null ? { processes: [], diagnostics: [] } : readRuntime(text, sampling.file);
  const profiles: Record<string, Uint8Array> = {};
  for (const [name, file] of Object.entries(sampling.profiles ?? {})) {
    const bytes = await readBounded(file, MOST).catch(() => null);
    if (bytes !== null && bytes.length > 0) profiles[name] = bytes;
  }
  return { answer, profiles, processes: found.processes, diagnostics: [...found.diagnostics, ...diagnostics] };
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

/** Most that is read of a file of samples or a profile, bytes: of samples more than a day's. */
const MOST = 256 << 20;

async function beginningOf(file: string): Promise<{ text: string | null; diagnostics: readonly Diagnostic[] }> {
  // The program may have put something else in its place: no link is followed, and a pipe is not waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => null);
  const text = 'the process wrote no samples';
  const nothing = { text: null, diagnostics: [{ level: 'warning', text, at: { file } }] } as const;
  if (!handle) return nothing;
  try {
    const stat = await handle.stat();
    const { size } = stat;
    if (!stat.isFile()) return nothing;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size, MOST)), 0, Math.min(size, MOST), 0);
    const cut: Diagnostic = { level: 'warning', text: `only the first ${MOST >> 20} MiB are read`, at: { file } };
    return { text: buffer.toString('utf8', 0, bytesRead), diagnostics: size > MOST ? [cut] : [] };
  } finally {
    await handle.close();
  }
}
