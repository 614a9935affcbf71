import { declaredFunction } from '../../model/go-function.ts';
import type { TraceFrame, TraceStack } from '../../model/trace.ts';
import type { Owner } from '../profiles/owner.ts';

/** A place in the module's code. */
export interface Place {
  readonly function?: string;
  readonly file?: string;
  readonly line?: number;
}

/** The innermost frame of the module's own code; nothing where there is none. */
export function placeOf(stack: TraceStack, owner: Owner): Place {
  const own = stack.find((frame) => owner.isOwn(frame.function, frame.file));
  if (!own) return {};
  const file = fileOf(own, owner);
  return { function: declaredFunction(own.function), file, ...(own.line > 0 ? { line: own.line } : {}) };
}

function fileOf({ function: fn, file }: TraceFrame, owner: Owner): string {
  return owner.pathOf(fn, file) ?? file;
}
