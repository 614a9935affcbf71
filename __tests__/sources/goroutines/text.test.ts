import { describe, expect, test } from '@jest/globals';
import {
  goroutinesSource,
  groupGoroutines,
  groupLines,
  readGoroutines,
} from '../../../src/sources/goroutines/index.ts';
import { detectKind } from '../../../src/sources/index.ts';
import { EvidenceFile } from '../../../src/sources/source.ts';

const DUMP = `SIGQUIT: quit
PC=0x1 m=0 sigcode=0

goroutine 0 gp=0x1 m=0 mp=0x2 [idle]:
runtime.futex(0x1)
	/go/src/runtime/sys.s:1 +0x1

goroutine 1 [running]:
main.main()
	/m/main.go:9 +0x1

goroutine 5 [chan receive, 3 minutes]:
runtime.gopark(0x1)
	/go/src/runtime/proc.go:1 +0x1
main.deep(0x1)
	/m/main.go:20 +0x1
main.deep(0x2)
	/m/main.go:20 +0x1
main.f()
	/m/main.go:3 +0x1
...7 frames elided...
runtime.goexit({})
	/go/src/runtime/asm.s:1 +0x1
created by main.main in goroutine 1
	/m/main.go:8 +0x1

goroutine 6 [chan receive, locked to thread]:
runtime.gopark(0x1)
	/go/src/runtime/proc.go:1 +0x1
main.deep(0x1)
	/m/main.go:20 +0x1
main.deep(0x2)
	/m/main.go:20 +0x1
main.f()
	/m/main.go:3 +0x1
...7 frames elided...
runtime.goexit({})
	/go/src/runtime/asm.s:1 +0x1
created by main.main in goroutine 1
	/m/main.go:8 +0x1
`;
const groups = groupGoroutines(readGoroutines(DUMP, 'f').goroutines);

describe('what a person reads', () => {
  test('says how many, what, how long, which, and where', () => {
    expect(groupLines(groups, { groups: 5, frames: 5 })).toEqual([
      '2 goroutines: chan receive, blocked for less than 1 min to 3 min, 1 locked to a thread (5, 6; line 12)',
      '  main.deep  /m/main.go:20  ×2',
      '  main.f  /m/main.go:3',
      '  … 7 more frames',
      '  created by main.main  /m/main.go:8',
      '1 goroutine: running (1; line 8)',
      '  main.main  /m/main.go:9',
      '1 goroutine of the runtime itself',
    ]);
  });

  test('is short where that is asked for, and says what was left out', () => {
    expect(groupLines(groups, { groups: 1, frames: 1 })).toEqual([
      '2 goroutines: chan receive, blocked for less than 1 min to 3 min, 1 locked to a thread (5, 6; line 12)',
      '  main.deep  /m/main.go:20  ×2',
      '  … 8 more frames',
      '  created by main.main  /m/main.go:8',
      '1 goroutine in 1 smaller group',
      '1 goroutine of the runtime itself',
    ]);
  });
});

describe('the source', () => {
  const file = (text: string) => new EvidenceFile('f', new TextEncoder().encode(text));

  test.each([DUMP, 'goroutine profile: total 1\n', 'some output\r\ngoroutine 5 [running]:\r\n'])('knows %j', (text) => {
    expect(detectKind(file(text))?.kind).toBe('goroutines');
  });

  test('leaves the output of benchmarks to its source', () => {
    expect(detectKind(file(`pkg: example.com/m\nBenchmarkX-2 1 5 ns/op\n${DUMP}`))?.kind).toBe('bench');
  });

  test('counts goroutines: the program’s own, by state, and the runtime’s', () => {
    const { kind, metrics } = goroutinesSource.inspect(file(DUMP));
    expect(kind).toBe('goroutines');
    expect(metrics.map(({ metric, values }) => [metric, values])).toEqual([
      ['goroutines', [3]],
      ['goroutines.chan-receive', [2]],
      ['goroutines.running', [1]],
      ['goroutines.system', [1]],
    ]);
  });
});
