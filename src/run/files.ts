import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../model/diagnostic.ts';
import type { Evidence, ProcessRecord, RulesText, SideName } from '../model/evidence.ts';
import { VERSION } from '../model/version.ts';
import { decodeText } from '../wire/text.ts';

/** A file larger than this, unpacked, is no evidence of a benchmark. */
export const LARGEST = 256 * 1024 * 1024;

/** The text of a file people bring, gzip or plain, bounded. */
export function readText(path: string): string {
  return decodeText(readBytes(path));
}

/** The content of a file people bring, gzip or plain, bounded. */
export function readBytes(path: string): Uint8Array {
  const bytes = reading(path, () => readFileSync(path));
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST });
  } catch (error) {
    throw new UserError(gzipFault(error), { at: { file: path } });
  }
}

/** What is wrong with a gzip file, by zlib's code. */
export function gzipFault(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return `more than ${LARGEST / 2 ** 20} MiB inside the gzip file: too large`;
  if (code === 'Z_BUF_ERROR') return 'the gzip file ends too early: was the download or the copy cut short?';
  return `not a whole gzip file: ${messageOf(error)}`;
}

/**
 * In an evidence folder: calibration runs, which time too little to be compared, other layouts, which are other binaries,
 * what profilers slowed, and what went to standard error.
 */
const APART = /\.(calibrate|layout|profile|stderr)\.txt$/;
const PROFILE = /\.pb\.gz$/;

/** The files that a path names: itself, or the outputs and the profiles that stand directly in the folder, sorted. */
export function filesOf(path: string): readonly string[] {
  if (!reading(path, () => statSync(path)).isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true }).filter((e) => e.isFile());
  const names = files.map((e) => e.name).filter((name) => !name.startsWith('.') && !APART.test(name));
  return names.map((name) => join(path, name)).sort();
}

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UserError(`cannot be read: ${messageOf(error)}`, { at: { file: path } });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface FilesOptions {
  readonly interleaved: boolean;
  readonly rules?: RulesText;
  /** ISO 8601. */
  readonly now: string;
}

/** Evidence made of two recorded outputs of `go test -bench` (files or folders): nothing is run. */
export function evidenceOfFiles(base: string, head: string, options: FilesOptions): Evidence {
  return {
    schema: 'go-perf-gate/evidence@1',
    version: VERSION,
    now: options.now,
    design: options.interleaved ? 'interleaved' : 'sequential',
    base: { label: base },
    head: { label: head },
    environment: { base: {}, head: {} },
    packages: [],
    setAside: [],
    processes: [...recordsOf('base', base), ...recordsOf('head', head)],
    rules: options.rules ? { head: options.rules } : {},
    approvals: [],
    cost: { build: 0, measure: 0, budget: 0 },
    diagnostics: [],
  };
}

/** The outputs that a path names, of which a folder's profiles are none. */
function outputsOf(path: string): readonly string[] {
  return filesOf(path).filter((file) => file === path || !PROFILE.test(file));
}

function recordsOf(side: SideName, path: string): ProcessRecord[] {
  return outputsOf(path).map((file) => ({
    side,
    pkg: '',
    phase: 'screen',
    round: 0,
    args: [],
    rows: [],
    timeout: 0,
    order: -1,
    start: 0,
    wall: 0,
    user: 0,
    system: 0,
    maxRss: 0,
    ending: 'ok',
    exit: 0,
    stdout: readText(file),
    stderr: '',
    file,
  }));
}
