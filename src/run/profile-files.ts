import { rm } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { UserError } from '../model/diagnostic.ts';
import type { ProfileFile, ProfileKind } from '../model/evidence.ts';
import { readBounded, unpackBounded } from './bounded.ts';

/** Largest profile as a process writes it, packed, bytes. */
const MAX_PACKED = 64 << 20;
/** All profiles of a job together, unpacked, bytes. */
export const MAX_PROFILES = 256 << 20;

/** `-test.cpuprofile` … of the testing package. */
const FLAGS: Readonly<Record<ProfileKind, string>> = {
  cpu: '-test.cpuprofile',
  memory: '-test.memprofile',
  block: '-test.blockprofile',
  mutex: '-test.mutexprofile',
};

/** The argument that has a test binary write its profile of a kind to an absolute path. */
export function profileArgument(kind: ProfileKind, file: string): string {
  return `${FLAGS[kind]}=${file}`;
}

/** Where a process was told to write a profile. */
export interface Written {
  readonly kind: ProfileKind;
  readonly file: string;
}

/** What is said of a file that does not exist, with a path that says nothing: it is gone. */
const ABSENT = /^cannot be read: ENOENT.*/;

/** The profiles that could be read, and a sentence about each that could not. */
export interface Taken {
  readonly profiles: readonly ProfileFile[];
  readonly remarks: readonly string[];
}

/**
 * Takes the profiles that a process wrote out of its files, which are gone then. What is missing, empty (a process that
 * panics leaves no CPU profile in its file) or broken is left out.
 *
 * @param limit bytes that they may have together, unpacked
 */
export async function takeProfiles(written: readonly Written[], limit: number): Promise<Taken> {
  const profiles: ProfileFile[] = [];
  const remarks: string[] = [];
  let left = limit;
  for (const { kind, file } of written) {
    try {
      const bytes = await readProfile(file, left);
      left -= bytes.length;
      profiles.push({ kind, bytes });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      remarks.push(`no ${kind} profile: its file ${error.message.replace(ABSENT, 'is not there')}`);
    } finally {
      await rm(file, { recursive: true, force: true });
    }
  }
  return { profiles, remarks };
}

async function readProfile(file: string, limit: number): Promise<Uint8Array> {
  const packed = await readBounded(file, MAX_PACKED);
  if (packed.length === 0) throw new UserError('is empty');
  return unpackBounded(packed, limit, file);
}

/** Place of the operating system in the header of a gzip file (RFC 1952, 2.3), and the value for an unknown one. */
const SYSTEM = { at: 9, unknown: 255 };

/** A profile as Go keeps it: the same bytes wherever it is packed, so that evidence written again is the same. */
export function packProfile(bytes: Uint8Array): Buffer {
  const packed = gzipSync(bytes);
  packed[SYSTEM.at] = SYSTEM.unknown;
  return packed;
}
