import { join } from 'node:path';
import { UserError } from '../../model/diagnostic.ts';
import type { ProcessRecord, ProfileFile } from '../../model/evidence.ts';
import { readBounded, unpackBounded } from '../bounded.ts';
import { MAX_PROFILES } from '../profile-files.ts';
import type { Names } from './names.ts';
import type { StoredProcess, StoredProfile } from './store-schema.ts';

/** Most that gzip adds to what it cannot shrink, for all profiles together, bytes. */
const PACKING = 1 << 20;

/** The profiles of processes as files: what each process names, and what is written where. */
interface ProfileFiles {
  readonly of: readonly (readonly StoredProfile[])[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Names the profiles `<side>/<package>.<order>.<kind>.pb.gz`; where two meet a number follows. */
export function storedProfiles(processes: readonly ProcessRecord[], names: Names): ProfileFiles {
  const files = new Map<string, Uint8Array>();
  const add = ({ side, pkg, order }: ProcessRecord, { kind, bytes }: ProfileFile): StoredProfile => {
    const name = `${side}/${names.of(pkg)}.${order}`;
    let file = `${name}.${kind}.pb.gz`;
    for (let i = 2; files.has(file); i++) file = `${name}-${i}.${kind}.pb.gz`;
    files.set(file, bytes);
    return { kind, file };
  };
  return { of: processes.map((process) => (process.profiles ?? []).map((one) => add(process, one))), files };
}

/**
 * The profiles that processes name, unpacked; no more than {@link MAX_PROFILES} together, packed or unpacked.
 *
 * @param json path of evidence.json, for messages
 * @returns those of each process
 * @throws UserError naming the file and the place in it that is wrong
 */
export async function readProfiles(
  dir: string,
  json: string,
  processes: readonly Pick<StoredProcess, 'profiles'>[],
): Promise<readonly (readonly ProfileFile[])[]> {
  const left = { packed: MAX_PROFILES + PACKING, unpacked: MAX_PROFILES };
  const seen = new Set<string>();
  const all: ProfileFile[][] = processes.map(() => []);
  for (const [i, { profiles = [] }] of processes.entries()) {
    for (const [k, { kind, file }] of profiles.entries()) {
      if (seen.has(file))
        throw new UserError(`processes[${i}].profiles[${k}].file: ${file} is named twice`, { at: { file: json } });
      seen.add(file);
      const packed = await readBounded(join(dir, file), left.packed);
      const bytes = await unpackBounded(packed, left.unpacked, join(dir, file));
      left.packed -= packed.length;
      left.unpacked -= bytes.length;
      all[i]?.push({ kind, bytes });
    }
  }
  return all;
}
