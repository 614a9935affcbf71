import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../model/diagnostic.ts';
import type { ProcessRecord } from '../../model/evidence.ts';
import type { TraceSummary } from '../../model/trace.ts';
import { readBounded } from '../bounded.ts';
import { MAX_RAW_TRACE, MAX_SUMMARY, TRACE_ROOM } from '../trace-files.ts';
import type { Names } from './names.ts';
import type { StoredProcess } from './store-schema.ts';
import { storedTrace } from './trace-schema.ts';

/** The files of a process's trace, relative to the folder. */
type StoredTraceFiles = Pick<StoredProcess, 'trace' | 'rawTrace'>;

/** The traces of processes as files: what each process names, and what is written where. */
interface TraceFiles {
  readonly of: readonly StoredTraceFiles[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Names the summaries `<side>/<package>.<order>.trace.json` and the traces themselves `….trace`, which `go tool trace` opens;
 * where two meet a number follows.
 */
export function storedTraces(processes: readonly ProcessRecord[], names: Names): TraceFiles {
  const files = new Map<string, Uint8Array>();
  const add = ({ side, pkg, order }: ProcessRecord, ending: string, bytes: Uint8Array): string => {
    const name = `${side}/${names.of(pkg)}.${order}`;
    let file = `${name}${ending}`;
    for (let i = 2; files.has(file); i++) file = `${name}-${i}${ending}`;
    files.set(file, bytes);
    return file;
  };
  const of = processes.map((process) => {
    const { trace, rawTrace } = process;
    return {
      ...(trace ? { trace: add(process, '.trace.json', Buffer.from(`${JSON.stringify(trace)}\n`)) } : {}),
      ...(rawTrace ? { rawTrace: add(process, '.trace', rawTrace) } : {}),
    };
  });
  return { of, files };
}

/** What is read back of a process's trace. */
type ReadTraceFiles = Pick<ProcessRecord, 'trace' | 'rawTrace'>;

/**
 * The traces that processes name, within the limits that they are written with.
 *
 * @param json path of evidence.json, for messages
 * @returns those of each process
 * @throws UserError naming the file and the place in it that is wrong
 */
export async function readTraces(
  dir: string,
  json: string,
  processes: readonly StoredTraceFiles[],
): Promise<readonly ReadTraceFiles[]> {
  const reader = new TraceFolder(dir, json);
  const all: ReadTraceFiles[] = [];
  for (const [i, { trace, rawTrace }] of processes.entries()) {
    all.push({
      ...(trace === undefined ? {} : { trace: await reader.summary(trace, `processes[${i}].trace`) }),
      ...(rawTrace === undefined ? {} : { rawTrace: await reader.raw(rawTrace, `processes[${i}].rawTrace`) }),
    });
  }
  return all;
}

/** One folder while it is read: no file twice, and no more than the room for all. */
class TraceFolder {
  readonly #dir: string;
  readonly #json: string;
  readonly #seen = new Set<string>();
  // A summary ends with a line feed.
  readonly #left = { raw: TRACE_ROOM.raw, summaries: TRACE_ROOM.summaries + (1 << 20) };

  constructor(dir: string, json: string) {
    this.#dir = dir;
    this.#json = json;
  }

  async summary(file: string, at: string): Promise<TraceSummary> {
    const bytes = await this.#read(file, at, Math.min(MAX_SUMMARY + 1, this.#left.summaries));
    this.#left.summaries -= bytes.length;
    return parsed(bytes, join(this.#dir, file));
  }

  async raw(file: string, at: string): Promise<Uint8Array> {
    const bytes = await this.#read(file, at, Math.min(MAX_RAW_TRACE, this.#left.raw));
    this.#left.raw -= bytes.length;
    return bytes;
  }

  async #read(file: string, at: string, limit: number): Promise<Buffer> {
    if (this.#seen.has(file)) throw new UserError(`${at}: ${file} is named twice`, { at: { file: this.#json } });
    this.#seen.add(file);
    return await readBounded(join(this.#dir, file), limit);
  }
}

function parsed(bytes: Buffer, file: string): TraceSummary {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw new UserError(`is no JSON: ${(error as Error).message}`, { at: { file } });
  }
  const result = storedTrace.safeParse(json);
  // As it was written, its keys in their order, so that it is the same file when it is written again.
  if (result.success) return json as TraceSummary;
  const issues = result.error.issues.slice(0, 5);
  const text = issues.map((issue) => `${z.core.toDotPath(issue.path) || '(top)'}: ${issue.message}`).join('; ');
  throw new UserError(`is no summary of a trace of this version of go-perf-gate: ${text}`, { at: { file } });
}
