import { benchSource } from './bench/index.ts';
import { gctraceSource } from './gctrace/index.ts';
import { goroutinesSource } from './goroutines/index.ts';
import { pprofSource } from './pprof/index.ts';
import { runtimeSource } from './runtime/index.ts';
import { schedtraceSource } from './schedtrace/index.ts';
import type { EvidenceFile, Source } from './source.ts';
import { traceSource } from './trace/index.ts';

/** Every kind of evidence we can read, in the order in which a file is offered to them: the strictest first. */
export const SOURCES: readonly Source[] = [
  traceSource,
  pprofSource,
  runtimeSource,
  benchSource,
  gctraceSource,
  schedtraceSource,
  goroutinesSource,
];

/** The source that recognises a file's content, or null. */
export function detectKind(file: EvidenceFile): Source | null {
  const opening = file.opening();
  return SOURCES.find((source) => source.detect(opening)) ?? null;
}

/**
 * All kinds of evidence that a file holds: one, or several that write among each other into one log, wherever in the file
 * their lines begin. The dump of a benchmark that panicked is told by the benchmark's own reader.
 */
export function detectKinds(file: EvidenceFile): readonly Source[] {
  const first = detectKind(file);
  if (first?.among === undefined) return first ? [first] : [];
  const { bytes } = file;
  const text = file.text();
  const found = SOURCES.filter(({ among }) => among !== undefined && text.includes(among)).filter(
    (source) => source === first || source.detect({ bytes, text }),
  );
  return found.includes(benchSource) ? found.filter((source) => source !== goroutinesSource) : found;
}
