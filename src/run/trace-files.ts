import { constants, fstatSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { ByteSource } from '../model/byte-source.ts';
import { UserError } from '../model/diagnostic.ts';
import type { TraceSummary } from '../model/trace.ts';
import { readTrace } from '../sources/trace/read.ts';
import { ByteFile } from './byte-file.ts';
import { storedTrace } from './store/trace-schema.ts';

/** Bytes of a trace that are read; what is beyond them is cut off. */
export const MAX_TRACE = 128 << 20;
/** Largest trace that is kept as it is, beside its summary, bytes. */
export const MAX_RAW_TRACE = 16 << 20;
/** Longest summary, as JSON, bytes. */
export const MAX_SUMMARY = 16 << 20;

/** Bytes that all traces of a job may take: kept as they are, and summed up. */
export interface TraceRoom {
  readonly raw: number;
  readonly summaries: number;
}

export const TRACE_ROOM: TraceRoom = { raw: 64 << 20, summaries: 128 << 20 };

/** What a traced process left. */
export interface TakenTrace {
  readonly trace: TraceSummary | null;
  /** Null where it is too large to be kept. */
  readonly raw: Uint8Array | null;
  /** A sentence about everything that is lost. */
  readonly remarks: readonly string[];
  /** Room that is left. */
  readonly left: TraceRoom;
}

/** Takes the trace that a process wrote out of its file, which is gone then; it is read piece by piece. */
export async function takeTrace(file: string, room: TraceRoom): Promise<TakenTrace> {
  const nothing = { trace: null, raw: null, left: room };
  try {
    return withFile(file, (source, size) => taken(source, size, room));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...nothing, remarks: [`no trace: its file ${error.message}`] };
  } finally {
    await rm(file, { recursive: true, force: true });
  }
}

function taken(source: ByteSource, size: number, room: TraceRoom): TakenTrace {
  const { summary, diagnostics } = readTrace(source, '');
  const told = diagnostics.map(({ text }) => `trace: ${text}`);
  const cut = size > source.size ? [`trace: ${size} bytes, of which the first ${source.size} are read`] : [];
  const length = summary === null ? 0 : Buffer.byteLength(JSON.stringify(summary));
  // What evidence would refuse when it is read again is not put into it.
  const small = length <= Math.min(MAX_SUMMARY, room.summaries);
  const fits = summary === null || (small && storedTrace.safeParse(summary).success);
  const keeps = size <= Math.min(MAX_RAW_TRACE, room.raw);
  return {
    trace: fits ? summary : null,
    raw: keeps ? source.read(0, size).slice() : null,
    remarks: [
      ...cut,
      ...told,
      ...(fits ? [] : ['no trace: its summary is too long to be kept, or holds what no real trace does']),
      ...(keeps ? [] : [`the trace itself (${size} bytes) is too large to be kept`]),
    ],
    left: { raw: room.raw - (keeps ? size : 0), summaries: room.summaries - (fits ? length : 0) },
  };
}

/** Opens a regular file; the process that wrote it may have put a link in its place. */
function withFile<T>(file: string, use: (source: ByteSource, size: number) => T): T {
  const descriptor = opened(file);
  const stat = fstatSync(descriptor);
  const source = new ByteFile(descriptor, Math.min(stat.size, MAX_TRACE));
  try {
    if (!stat.isFile()) throw new UserError('is no regular file');
    if (stat.size === 0) throw new UserError('is empty');
    return use(source, stat.size);
  } finally {
    source.close();
  }
}

function opened(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UserError('is not there');
    throw new UserError(code === 'ELOOP' ? 'is a symbolic link' : `cannot be read: ${message}`);
  }
}
