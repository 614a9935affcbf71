import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Toolchain } from '../go/toolchain.ts';
import type { Added } from './build.ts';

/** What `go build -overlay` is to add to a package (`go help build`): names that meet none of the user's. */

/** `name` and `ending`, numbered where the package's folder has one of that name. */
export function freeName(dir: string, name: string, ending: string): string {
  for (let n = 1; ; n++) {
    const free = `${name}${n === 1 ? '' : n}${ending}`;
    if (!existsSync(join(dir, free))) return free;
  }
}

const EXPERIMENT = 'goroutineleakprofile';

/** An experiment of Go 1.26 alone: 1.27 has the profile of leaked goroutines without it and refuses the name. */
export function leakProfileEnv(go: Toolchain): Added['env'] {
  if (go.minor !== 26) return {};
  const others = go.buildEnv.GOEXPERIMENT;
  return { GOEXPERIMENT: others ? `${others},${EXPERIMENT}` : EXPERIMENT };
}
