import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../model/diagnostic.ts';
import type { Evidence, Phase, ProcessRecord, SideName } from '../../model/evidence.ts';
import { SIDES } from '../../model/evidence.ts';
import { readBounded } from '../bounded.ts';
import { packProfile } from '../profile-files.ts';
import { Names } from './names.ts';
import { readProfiles, storedProfiles } from './profiles.ts';
import { type StoredEvidence, type StoredProcess, storedEvidence, type TextRange } from './store-schema.ts';
import { readTraces, storedTraces } from './traces.ts';

/** Largest evidence.json that is read, bytes. */
const MAX_JSON = 64 << 20;
/** Largest text file that is read, and all of them together, bytes. */
const MAX_TEXT = 256 << 20;

/**
 * Writes an evidence folder (docs/evidence.md): `evidence.json`, what the processes said as plain text that benchstat
 * reads, and profiles and traces as files that `go tool pprof` and `go tool trace` read. What an earlier run left there is replaced; other files in the folder are left alone.
 *
 * @throws when the folder cannot be written (disk full, read-only).
 */
export async function writeEvidence(dir: string, evidence: Evidence): Promise<void> {
  const names = new Names();
  const texts = new TextFiles(names);
  const profiles = storedProfiles(evidence.processes, names);
  const traces = storedTraces(evidence.processes, names);
  const processes = evidence.processes.map((process, i): StoredProcess => {
    const { stdout, stderr, profiles: _, trace: __, rawTrace: ___, ...rest } = process;
    const files = profiles.of[i] ?? [];
    return {
      ...rest,
      stdout: texts.append(process, 'stdout', stdout),
      stderr: texts.append(process, 'stderr', stderr),
      ...(files.length > 0 ? { profiles: files } : {}),
      ...traces.of[i],
    };
  });
  for (const side of SIDES) {
    await rm(join(dir, side), { recursive: true, force: true });
    await mkdir(join(dir, side), { recursive: true });
  }
  for (const [file, chunks] of texts.files) await writeFile(join(dir, file), Buffer.concat(chunks));
  for (const [file, bytes] of profiles.files) await writeFile(join(dir, file), packProfile(bytes));
  for (const [file, bytes] of traces.files) await writeFile(join(dir, file), bytes);
  await writeFile(join(dir, 'evidence.json'), `${JSON.stringify({ ...evidence, processes }, null, 1)}\n`);
}

/**
 * Calibration runs time too little to be compared, another layout is another binary, and profilers slow what they watch:
 * benchstat sees the rounds alone.
 */
const APART: ReadonlySet<Phase> = new Set(['calibrate', 'layout', 'profile']);

/** The text files while they are put together. */
class TextFiles {
  readonly files = new Map<string, Buffer[]>();
  readonly #sizes = new Map<string, number>();
  readonly #names: Names;

  constructor(names: Names) {
    this.#names = names;
  }

  append(process: ProcessRecord, stream: 'stdout' | 'stderr', text: string): TextRange {
    const kind = `${APART.has(process.phase) ? `.${process.phase}` : ''}${stream === 'stderr' ? '.stderr' : ''}`;
    const file = `${process.side}/${this.#names.of(process.pkg)}${kind}.txt`;
    const bytes = Buffer.from(text);
    const from = this.#sizes.get(file) ?? 0;
    if (bytes.length === 0) return { file, from, to: from };
    const ended = bytes.at(-1) === 10 ? [bytes] : [bytes, Buffer.from('\n')];
    const chunks = this.files.get(file) ?? [];
    chunks.push(...ended);
    this.files.set(file, chunks);
    this.#sizes.set(file, from + bytes.length + ended.length - 1);
    return { file, from, to: from + bytes.length };
  }
}

/**
 * Reads an evidence folder. It may come from anybody: sizes are limited, symbolic links and paths out of the folder are
 * refused, and every range must lie within its file.
 *
 * @throws UserError naming the file and the place in it that is wrong.
 */
export async function readEvidence(dir: string): Promise<Evidence> {
  const file = join(dir, 'evidence.json');
  const stored = parseStored(await readBounded(file, MAX_JSON), file);
  for (const side of SIDES) await refuseLinkedFolder(dir, side);
  const texts = await readTexts(dir, stored);
  const profiles = await readProfiles(dir, file, stored.processes);
  const traces = await readTraces(dir, file, stored.processes);
  const read = (range: TextRange, at: string) => slice(texts, range, `${file}: ${at}`);
  const processes = stored.processes.map((process, i): ProcessRecord => {
    const { profiles: _, trace: __, rawTrace: ___, ...rest } = process;
    const own = profiles[i] ?? [];
    return {
      ...rest,
      stdout: read(process.stdout, `processes[${i}].stdout`),
      stderr: read(process.stderr, `processes[${i}].stderr`),
      ...(own.length > 0 ? { profiles: own } : {}),
      ...traces[i],
    };
  });
  return { ...stored, processes };
}

function parseStored(bytes: Buffer, file: string): StoredEvidence {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new UserError(`is no JSON: ${(error as Error).message}`, { at: { file } });
  }
  const result = storedEvidence.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 5);
  const text = issues.map((issue) => `${z.core.toDotPath(issue.path) || '(top)'}: ${issue.message}`).join('; ');
  throw new UserError(`is no evidence of this version of go-perf-gate: ${text}`, { at: { file } });
}

/** Every file that a range names, read once. */
async function readTexts(dir: string, stored: StoredEvidence): Promise<Map<string, Buffer>> {
  const texts = new Map<string, Buffer>();
  let left = MAX_TEXT;
  for (const { stdout, stderr } of stored.processes) {
    for (const range of [stdout, stderr]) {
      if (range.from === range.to || texts.has(range.file)) continue;
      const bytes = await readBounded(join(dir, range.file), left);
      left -= bytes.length;
      texts.set(range.file, bytes);
    }
  }
  return texts;
}

async function refuseLinkedFolder(dir: string, side: SideName): Promise<void> {
  const folder = join(dir, side);
  const stat = await lstat(folder).catch(() => null);
  if (stat && !stat.isDirectory()) throw new UserError('must be a folder of its own', { at: { file: folder } });
}

function slice(texts: ReadonlyMap<string, Buffer>, range: TextRange, at: string): string {
  if (range.from === range.to) return '';
  const text = texts.get(range.file);
  if (!text || range.to > text.length) {
    throw new UserError(`${at}: ends at byte ${range.to} of ${range.file}, which has ${text?.length ?? 0}`);
  }
  return text.toString('utf8', range.from, range.to);
}
