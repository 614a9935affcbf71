import { appendFile, mkdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../../model/diagnostic.ts';
import type { ProcessRecord } from '../../model/evidence.ts';
import { readBounded, unpackBounded } from '../bounded.ts';
import { hideFromGit, type OutFolder } from '../store/out.ts';
import { type StoredExperiment, type StoredProcess, storedExperiment, storedProcess } from './store-schema.ts';

const compress = promisify(gzip);

const EXPERIMENT = 'experiment.json';
const PROCESSES = 'processes.jsonl';
const STDERR = 'stderr';
/** Largest files that are read, bytes. */
const MAX_EXPERIMENT = 1 << 20;
const MAX_PROCESSES = 256 << 20;
const MAX_STDERR = 64 << 20;

/** A process and all that it said. */
export interface Finished extends Omit<StoredProcess, 'stderr'> {
  readonly stderr: string;
}

/** What a process was run for. */
export type StepName = StoredProcess['step'];

/**
 * The folder of an experiment (docs/gc-matrix.md): `experiment.json` says what it is of, `processes.jsonl` has a line for
 * every process that has ended, `stderr/` what each said of its collections. A line is written when its process ends, so a
 * kill loses no more than the process that was running.
 */
export class MatrixStore {
  readonly dir: string;
  readonly #finished: Finished[] = [];
  #next = 0;

  constructor(dir: string) {
    this.dir = dir;
  }

  get finished(): readonly Finished[] {
    return this.#finished;
  }

  /** Number of the next process. */
  get next(): number {
    return this.#next;
  }

  /** Begins an experiment; what the folder holds of another is removed. */
  async begin(experiment: StoredExperiment): Promise<void> {
    await mkdir(this.dir, { recursive: true });
    for (const name of [PROCESSES, STDERR]) await rm(join(this.dir, name), { recursive: true, force: true });
    await mkdir(join(this.dir, STDERR));
    await hideFromGit(this.dir);
    await writeFile(join(this.dir, PROCESSES), '');
    await writeFile(join(this.dir, EXPERIMENT), `${JSON.stringify(experiment, null, 1)}\n`);
  }

  /** Reads what is there; a line that a kill cut off is dropped. */
  async load(): Promise<void> {
    const file = join(this.dir, PROCESSES);
    const bytes = await readBounded(file, MAX_PROCESSES);
    const whole = bytes.lastIndexOf(10) + 1;
    if (whole < bytes.length) await truncate(file, whole);
    const lines = bytes.toString('utf8', 0, whole).split('\n').slice(0, -1);
    for (const [i, line] of lines.entries()) {
      const { stderr, ...rest } = parsed(line, storedProcess, file, i + 1);
      this.#finished.push({ ...rest, stderr: await this.#stderr(stderr) });
      this.#next = Math.max(this.#next, rest.order + 1);
    }
  }

  async #stderr(name: string): Promise<string> {
    const file = join(this.dir, name);
    const unpacked = await unpackBounded(await readBounded(file, MAX_STDERR), MAX_STDERR, file);
    return Buffer.from(unpacked).toString('utf8');
  }

  /** Keeps a process that has ended: its collections first, so that a line never names a file that is not there. */
  async add(step: StepName, record: ProcessRecord): Promise<Finished> {
    const { start, wall, user, system, maxRss, timeout, ending, exit, signal, stdout, stderr } = record;
    const order = this.#next++;
    const own = {
      step,
      order,
      start,
      wall,
      user,
      system,
      maxRss,
      timeout,
      ending,
      exit,
      ...(signal ? { signal } : {}),
      stdout,
    };
    const name = `${STDERR}/${order}.txt.gz`;
    await writeFile(join(this.dir, name), await compress(stderr));
    await appendFile(join(this.dir, PROCESSES), `${JSON.stringify({ ...own, stderr: name })}\n`);
    const finished = { ...own, stderr };
    this.#finished.push(finished);
    return finished;
  }
}

/** The experiment that a folder holds; null where it holds none. */
export async function readExperiment(dir: string): Promise<StoredExperiment | null> {
  const file = join(dir, EXPERIMENT);
  if ((await stat(file).catch(() => null)) === null) return null;
  return parsed((await readBounded(file, MAX_EXPERIMENT)).toString('utf8'), storedExperiment, file, 1);
}

/** The folder of an experiment, for {@link checkOut}. */
export const MATRIX_FOLDER: OutFolder = {
  isOurs: (names) => names.includes(EXPERIMENT),
  holds: 'experiment',
  example: '--out gc-matrix   (a folder that is new, empty, or of an earlier run)',
};

/**
 * What tells an experiment from the one that is asked for: results of two binaries, grids or machines are not put together.
 *
 * @throws UserError that names every difference
 */
export function refuseOther(dir: string, stored: StoredExperiment, wanted: Readonly<Record<string, string>>): void {
  const names = [...new Set([...Object.keys(stored.identity), ...Object.keys(wanted)])];
  const differ = names.filter((name) => stored.identity[name] !== wanted[name]);
  if (differ.length === 0) return;
  const lines = differ.map(
    (name) => `  ${name}: ${stored.identity[name] ?? '(none)'} there, ${wanted[name] ?? '(none)'} now`,
  );
  throw new UserError(`out: ${dir} holds another experiment, which this one cannot continue:\n${lines.join('\n')}`, {
    example: '--restart   (throws it away; or name another folder with --out)',
  });
}

function parsed<T>(text: string, schema: z.ZodType<T>, file: string, line: number): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(`is no JSON: ${(error as Error).message}`, { at: { file, line } });
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue ? `${z.core.toDotPath(issue.path) || '(top)'}: ${issue.message}` : '';
  throw new UserError(`is not of this version of go-perf-gate: ${where}`, { at: { file, line } });
}
