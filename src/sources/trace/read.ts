import type { ByteSource } from '../../model/byte-source.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatPercent } from '../../model/format.ts';
import type { TraceSummary } from '../../model/trace.ts';
import { TraceError } from '../../wire/trace/error.ts';
import { type Ordered, orderTrace } from './order/index.ts';
import { sinksOf } from './sinks/index.ts';

/** A trace as far as it can be used, and what is wrong with it. */
export interface ReadTrace {
  /** Null where nothing of it can be used. */
  readonly summary: TraceSummary | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TraceOptions {
  /** Exact percentiles; memory grows with the trace. */
  readonly exact?: boolean;
}

/**
 * Reads an execution trace (Go 1.22 and newer). A trace that is cut off or broken gives what stands before that place, and
 * says what was lost.
 */
export function readTrace(source: ByteSource, file: string, options: TraceOptions = {}): ReadTrace {
  const { sinks, summary } = sinksOf({ exact: options.exact ?? false });
  try {
    const ordered = orderTrace(source, sinks);
    const diagnostics = ordered.broken ? [lostText(ordered, source.size, file)] : [];
    if (ordered.generations === 0) return { summary: null, diagnostics: [...diagnostics, ...emptyText(ordered, file)] };
    return { summary: { ...headOf(ordered, source.size), ...summary() }, diagnostics };
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    const diagnostic = { level: 'error' as const, text: error.message, at: { file, offset: error.offset } };
    return { summary: null, diagnostics: [diagnostic] };
  }
}

function headOf({ version, events, generations, duration, clock, broken }: Ordered, size: number) {
  const lost = broken && { bytes: broken.bytes, of: size, why: broken.error.message };
  return { version: `1.${version}`, events, generations, duration, clock, lost };
}

/** From Go 1.26 on a trace may end right behind its header. */
function emptyText({ broken }: Ordered, file: string): Diagnostic[] {
  return broken ? [] : [{ level: 'warning', text: 'the trace holds no events', at: { file } }];
}

function lostText({ generations, broken }: Ordered, size: number, file: string): Diagnostic {
  const { error, bytes } = broken as NonNullable<Ordered['broken']>;
  const share = `${bytes} of ${size} bytes (${formatPercent(bytes / size)})`;
  const text = `${error.message}; ${generations === 0 ? 'nothing could be read' : `${share} are lost`}`;
  return { level: 'error', text, at: { file, offset: error.offset } };
}
