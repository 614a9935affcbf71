import type { Group } from '../../src/plan/group.ts';
import type { Row } from '../../src/plan/row.ts';
import { keyOf, PKG } from '../gate/evidence.ts';

/** A group of one row that both sides have, 100 iterations of 1 µs. */
export function groupOf(benchmark: string, pkg = PKG): Group {
  const row: Row = {
    key: keyOf(benchmark, pkg),
    pkg,
    benchmark,
    gomaxprocs: 1,
    secPerOp: { base: 1e-6, head: 1e-6 },
  };
  return { pkg, rows: [row], iterations: 100 };
}
