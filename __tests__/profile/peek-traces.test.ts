import { expect, test } from '@jest/globals';
import { peekText } from '../../src/profile/peek.ts';
import { tracesText } from '../../src/profile/traces.ts';
import { handMade } from './hand-made.ts';

const profile = handMade({
  types: ['alloc_space/bytes'],
  samples: [
    { stack: 'main;parse>grow;alloc', values: [3072], labels: { bytes: [1024, 'bytes'], user: 'ann' } },
    { stack: 'main;alloc', values: [1024], labels: { bytes: [512, 'bytes'] } },
  ],
});

test('callers and callees', () => {
  expect(peekText(profile, '^alloc$|grow')).toBe(`Type: alloc_space
Showing nodes accounting for 4kB, 100% of 4kB total
----------------------------------------------------------+-------------
      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t 
----------------------------------------------------------+-------------
                                               3kB 75.00% |   grow
                                               1kB 25.00% |   main
       4kB   100%   100%        4kB   100%                | alloc
----------------------------------------------------------+-------------
                                               3kB   100% |   parse (inline)
         0     0%   100%        3kB 75.00%                | grow
                                               3kB   100% |   alloc
----------------------------------------------------------+-------------
`);
  expect(() => peekText(profile, 'nobody')).toThrow('no matches found for regexp: nobody');
});

test('every sample with its labels', () => {
  expect(tracesText(profile)).toBe(`Type: alloc_space
-----------+-------------------------------------------------------
      user:  ann
     bytes:  1kB
       3kB   alloc
             grow (inline)
             parse
             main
-----------+-------------------------------------------------------
     bytes:  512B
       1kB   alloc
             main
-----------+-------------------------------------------------------
`);
});
