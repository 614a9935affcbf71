import { describe, expect, test } from '@jest/globals';
import { collections } from '../../src/matrix/collector.ts';
import { readGcTrace } from '../../src/sources/gctrace/read.ts';
import { MIB } from './make.ts';

const line = (
  n: number,
  at: string,
  heap: string,
  forced = false,
  clock = '0.10+2.0+0.10',
  cpu = '0.20+1.0/2.0/3.0+0.20',
) =>
  `gc ${n} @${at}s 3%: ${clock} ms clock, ${cpu} ms cpu, ${heap} MB, 8 MB goal, 0 MB stacks, 0 MB globals, 2 P${forced ? ' (forced)' : ''}\n`;

/** As the testing package does: of all benchmarks, with b.N = 1, and with the real count. */
const LOG = [
  line(1, '0.001', '0->0->0', true),
  line(2, '0.002', '0->0->0', true),
  line(3, '0.050', '90->95->40', false, '9.0+9.0+9.0', '90+90/90/90+90'),
  line(4, '0.100', '4->4->2', true),
  line(5, '0.500', '10->12->3'),
  line(6, '0.900', '9->9->3', false, '0.30+2.0+0.15'),
].join('');
const values = (log: string, name: string, iterations: number, wall: number) =>
  collections(readGcTrace(log, 'log').trace, name, iterations, wall);

describe('collections', () => {
  test('are counted from the collection before the real run on', () => {
    expect(values(LOG, 'Encode', 100, 1.1)).toEqual({
      'gc-cpu': expect.closeTo((2 * (0.2 + 1 + 2 + 0.2) * 1e-3) / (1.0 * 2), 9),
      'gc-cycles': 2,
      'stw-max': expect.closeTo(0.45e-3, 9),
      'peak-heap': 12 * MIB,
    });
  });

  test('of a sub-benchmark one level later, of a single iteration one run earlier', () => {
    const deeper = line(1, '0.001', '0->0->0', true) + LOG.replace(/gc (\d)/g, (_, n) => `gc ${Number(n) + 1}`);
    expect(values(deeper, 'Encode/large', 100, 1.1)['gc-cycles']).toBe(2);
    expect(values(LOG, 'Encode', 1, 1.1)['peak-heap']).toBe(95 * MIB);
  });

  test('that never came cost nothing and show no heap', () => {
    const forced = [1, 2, 3].map((n) => line(n, `0.00${n}`, '0->0->0', true)).join('');
    expect(values(forced, 'Encode', 100, 1)).toEqual({ 'gc-cpu': 0, 'gc-cycles': 0 });
    expect(values('', 'Encode', 100, 1)).toEqual({ 'gc-cpu': 0, 'gc-cycles': 0 });
  });

  test('never take more than all there is', () => {
    expect(values(LOG, 'Encode', 100, 0.1001)['gc-cpu']).toBe(1);
  });
});
