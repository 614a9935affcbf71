import { benchSource } from './bench/index.ts';
import { gctraceSource } from './gctrace/index.ts';
import { goroutinesSource } from './goroutines/index.ts';
import { pprofSource } from './pprof/index.ts';
import type { EvidenceFile, Source } from './source.ts';

/** Every kind of evidence we can read, in the order in which a file is offered to them: the strictest first. */
export const SOURCES: readonly Source[] = [pprofSource, benchSource, gctraceSource, goroutinesSource];

/** The source that recognises a file's content, or null. */
export function detectKind(file: EvidenceFile): Source | null {
  const opening = file.opening();
  return SOURCES.find((source) => source.detect(opening)) ?? null;
}
