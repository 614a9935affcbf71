import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatCpuList, parseCpuList } from '../../src/model/cpu-list.ts';

test.each([
  ['0', [0]],
  ['0,1', [0, 1]],
  ['0-2,5', [0, 1, 2, 5]],
  [' 3 , 1-1 ', [1, 3]],
  ['2,0-3,2', [0, 1, 2, 3]],
  ['8191', [8191]],
])('%j names %j', (text, cpus) => {
  expect(parseCpuList(text)).toEqual(cpus);
});

test.each(['', ',', '1,', 'all', '-1', '3-1', '1-', '1.5', '0x1', '8192', '0-99999', '1e3', '1 2', '0-3:1/2'])(
  '%j is no list',
  (text) => {
    expect(parseCpuList(text)).toBeNull();
  },
);

test('every set of CPUs comes back from its text, and the text is as short as ranges make it', () => {
  const set = fc.uniqueArray(fc.nat(8191), { minLength: 1 }).map((cpus) => cpus.sort((a, b) => a - b));
  fc.assert(
    fc.property(set, (cpus) => {
      const text = formatCpuList(cpus);
      expect(parseCpuList(text)).toEqual(cpus);
      const runs = cpus.filter((cpu, i) => cpus[i - 1] !== cpu - 1).length;
      expect(text.split(',')).toHaveLength(runs);
    }),
  );
});
