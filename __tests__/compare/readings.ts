import type { Reading } from '../../src/compare/align.ts';
import type { Unit } from '../../src/model/unit.ts';

/** A result line of time: `seconds` per operation of a benchmark in example.com/m. */
export function timed(where: Omit<Reading, 'result'>, benchmark: string, seconds: number, iterations = 100): Reading {
  const unit = 'sec/op' as Unit;
  return {
    ...where,
    result: {
      kind: 'result',
      subject: { pkg: 'example.com/m', benchmark, gomaxprocs: 1 },
      fullName: `Benchmark${benchmark}`,
      iterations,
      values: [{ value: seconds, unit, original: { value: seconds, unit } }],
      config: {},
      at: { file: 'bench.txt', line: 1 },
    },
  };
}
