import { join } from 'node:path';
import type { PackageState } from '../../model/evidence.ts';
import { type BuildRequest, buildTest } from '../build/build.ts';
import { type SamplerOptions, type Standing, writeOverlay } from './overlay.ts';

/** A test binary with the sampler in it. Never to be timed. */
export interface SampledBuild {
  readonly state: PackageState;
  readonly standing: Standing;
}

/** What else than the user's code can make the build fail: the names of the runtime that the sampler uses. */
const OURS = /goperfgateruntime|exithook|addExitHook|goPerfGateSample|checklinkname|linkname/;

/**
 * Builds a package's test binary with the sampler in it, beside the one that is timed and with the same flags. Where this
 * release of Go keeps its runtime to itself the sampler is built without it. Never throws for what does not compile.
 *
 * @param request as for {@link buildTest}; `timeout` holds for both attempts
 * @param folder new folder for the sampler's files
 */
export async function buildSampled(
  request: Omit<BuildRequest, 'added'>,
  folder: string,
  options: Omit<SamplerOptions, 'standing'> = { profiles: false, leaks: false },
): Promise<SampledBuild> {
  const started = performance.now();
  const inside = await attempt(request, join(folder, 'inside'), { ...options, standing: 'inside' });
  const { state } = inside;
  if (state.state !== 'failed' || state.spent || !OURS.test(state.log)) return inside;
  const timeout = request.timeout - (performance.now() - started) / 1000;
  if (timeout <= 0) return inside;
  return attempt({ ...request, timeout }, join(folder, 'outside'), { ...options, standing: 'outside' });
}

async function attempt(
  request: Omit<BuildRequest, 'added'>,
  folder: string,
  options: SamplerOptions,
): Promise<SampledBuild> {
  const added = await writeOverlay(request.go, request.root, request.found, folder, options);
  return { state: await buildTest({ ...request, added }), standing: options.standing };
}
