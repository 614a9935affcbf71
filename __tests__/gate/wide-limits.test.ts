import { expect, test } from '@jest/globals';
import { judge } from '../../src/gate.ts';
import { evidenceOf, measured, packageOf } from './evidence.ts';

test.each(['2%', '12%', '20%', '50%', '100%'])(
  'where nothing changed, a limit of %s is kept, and that is known',
  (limit) => {
    const text = `version: 1\nchecks:\n  - { id: bench/time, metric: sec/op, max-regression: ${limit} }\n`;
    const report = judge(
      evidenceOf({
        packages: [packageOf({ base: ['Encode'], head: ['Encode'] })],
        processes: measured([{ benchmark: 'Encode', base: 1000, head: 1000 }], { screen: 8 }),
        rules: { head: { file: 'r.yml', text } },
      }),
    );
    expect([report.verdict, report.comparisons[0]?.status]).toEqual(['pass', 'unchanged']);
  },
);
