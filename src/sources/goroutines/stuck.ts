import type { GoroutineFrame } from './dump.ts';
import { isRuntime } from './dump.ts';
import { type GoroutineGroup, groupGoroutines } from './group.ts';
import { readGoroutines } from './read.ts';
import { headline } from './text.ts';

/**
 * Where a hung benchmark stood, in a few lines, from what it wrote on SIGQUIT: the goroutine that runs the benchmark first,
 * then the largest groups, each with the call of the program's own that waits or runs. Empty where the text holds no dump.
 *
 * @param most lines
 */
export function stuckLines(text: string, most = 8): readonly string[] {
  const groups = groupGoroutines(readGoroutines(text, '').goroutines).filter(
    ({ system, frames }) => !system && !frames.some(waitsForBenchmark),
  );
  const benchmark = groups.filter(({ frames }) => frames.some(runsBenchmark));
  const others = groups.filter((group) => !benchmark.includes(group));
  return [...benchmark, ...others].flatMap(linesOf).slice(0, most - (most % 2));
}

/** The testing package's: what calls a benchmark, and what waits for the goroutine that does. */
const runsBenchmark = ({ function: name }: GoroutineFrame) => name === 'testing.(*B).runN';
const waitsForBenchmark = ({ function: name }: GoroutineFrame) => name === 'testing.(*M).Run';

function linesOf(group: GoroutineGroup): string[] {
  const frame = group.frames.find(isOwn) ?? group.frames.find((f) => !isRuntime(f)) ?? group.frames[0];
  const place = frame?.file ? `  ${frame.file.replace(/^.*\//, '')}:${frame.line}` : '';
  return [headline(group), frame ? `  at ${frame.function}${place}` : '  (the stack is not in the dump)'];
}

/** Not the standard library's, whose paths have no domain in front. */
function isOwn({ function: name }: GoroutineFrame): boolean {
  return name.startsWith('main.') || /^[^/]*\.[^/]*\//.test(name);
}
