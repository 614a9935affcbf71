import { expect, test } from '@jest/globals';
import { environmentChanges } from '../../src/gate/environment.ts';
import { step } from '../../src/gate.ts';
import type { Environment } from '../../src/model/environment.ts';
import { evidenceOf } from './evidence.ts';

const here: Environment = { goVersion: 'go1.26.1', cpu: 'EPYC', governor: 'performance', memoryLimit: 2 ** 30 };

test('governor, limits, CPU and variables are told where both sides know them and they differ', () => {
  const there: Environment = { ...here, governor: 'powersave', cpuLimit: 2, memoryLimit: 2 ** 31 };
  const changes = environmentChanges(
    { ...here, variables: { GOGC: '50' } },
    { ...there, variables: { GOMEMLIMIT: '1GiB' } },
  );
  expect(changes).toEqual([
    { key: 'governor', base: 'performance', head: 'powersave' },
    { key: 'memoryLimit', base: '1073741824', head: '2147483648' },
    { key: 'GOGC', base: '50', head: '' },
    { key: 'GOMEMLIMIT', base: '', head: '1GiB' },
  ]);
});

test('they are part of the report', () => {
  const head = { ...here, governor: 'powersave' };
  const { report } = step(evidenceOf({ environment: { base: here, head } })) as { report: object };
  expect(report).toMatchObject({
    environment: { cpu: 'EPYC', governor: 'powersave' },
    environmentChanges: [{ key: 'governor', base: 'performance', head: 'powersave' }],
  });
});
