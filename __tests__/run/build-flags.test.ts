import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/model/diagnostic.ts';
import { checkBench, checkGoflags, checkPackages, readBuildFlags } from '../../src/run/build/build-flags.ts';

/** Ways to make the go command run or read something foreign (TRUST T10). */
const SMUGGLED: readonly (readonly string[])[] = [
  ['-exec=/bin/evil'],
  ['--exec', '/bin/evil'],
  ['-toolexec=/bin/evil'],
  ['-toolexec', '/bin/evil'],
  ['-vettool=/bin/evil'],
  ['-overlay=evil.json'],
  ['-modfile=evil.mod'],
  ['-pkgdir=/evil'],
  ['-o=/etc/passwd'],
  ['-o', '/etc/passwd'],
  ['-C=/'],
  ['-outputdir=/evil'],
  ['-n'],
  ['-json'],
  ['-compiler=gccgo'],
  ['-gccgoflags=-fplugin=evil.so'],
  ['-pgo=/evil/profile'],
  ['-buildmode=plugin'],
  ['-mod=/evil'],
  ['-ldflags=-extld=/bin/evil'],
  ['-ldflags', '-X m.v=1 -extldflags=-fplugin=evil.so'],
  // The go command splits the second word off, though a shell would not.
  ["-ldflags=-X=m.v='x -extld=/bin/evil'"],
  ['-ldflags=-I /evil/ld.so'],
  ['-gcflags=-importcfg=evil'],
  ['-gcflags=all=-o=/evil'],
  ['-asmflags=-I=/evil'],
  ['-tags=a -exec=/bin/evil'],
  ['-race', '-exec=/bin/evil'],
  ['-tags', '-exec=/bin/evil'],
  ['./...'],
  ['-'],
  ['-race\n-exec=/bin/evil'],
];

describe('readBuildFlags', () => {
  test.each(SMUGGLED.map((flags) => [flags.join(' '), flags] as const))('refuses %s', (_, flags) => {
    expect(() => readBuildFlags(flags, '')).toThrow(UserError);
    expect(() => checkGoflags(flags.map((f) => (/[\s']/.test(f) ? `"${f}"` : f)).join(' '))).toThrow(/GOFLAGS/);
  });

  test('says why, and what is allowed', () => {
    expect(() => readBuildFlags(['-toolexec=x'], '')).toThrow(
      /-toolexec runs another program in place of the compiler/,
    );
    expect(() => readBuildFlags(['-x'], '')).toThrow(
      expect.objectContaining({ example: expect.stringContaining('-tags') }),
    );
  });

  test('reads what is safe', () => {
    const given = [
      '-race',
      '--gcflags=all=-N -l',
      '-tags',
      'a,b',
      '-ldflags=-X "m.v=1"',
      '-ldflags',
      '-X=m.w=-extld',
      '-mod=vendor',
      '-p',
      '1',
    ];
    expect(readBuildFlags(given, 'integration sqlite')).toEqual({
      flags: ['-tags=integration sqlite', '-race=true', '-gcflags=all=-N -l', '-tags=a,b', '-mod=vendor', '-p=1'],
      ldflags: '-X "m.v=1" -X=m.w=-extld',
    });
    expect(readBuildFlags([], '')).toEqual({ flags: [], ldflags: '' });
    expect(() => checkGoflags('-mod=mod -tags=x')).not.toThrow();
  });

  test.each(['-exec=x', 'a;b', 'a$(b)', ' ', 'a\nb', '"a"'])('refuses tags %j', (tags) => {
    expect(() => readBuildFlags([], tags)).toThrow(UserError);
  });

  test('no text of any kind gets a flag through that is not on the list', () => {
    const known = /^-(tags|race|msan|asan|a|mod|p|pgo|buildmode|gcflags|asmflags)=/;
    const word = fc.oneof(fc.string(), fc.stringMatching(/^--?(race|tags|exec|o|ldflags|gcflags|p)(=[-\w ='"/]*)?$/));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 4 }), (given) => {
        try {
          const { flags, ldflags } = readBuildFlags(given, '');
          expect(flags.every((flag) => known.test(flag))).toBe(true);
          expect(ldflags.replace(/-X[= ]\S+/g, '')).not.toMatch(/-(ext|o\b|I\b|r\b|tmp)/);
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
        }
      }),
    );
  });
});

describe('checkPackages and checkBench', () => {
  test.each(['-exec=x', '-', '../other', './a/../../b', '/etc', 'C:\\x', '', 'a b', 'a\nb'])(
    'refuse packages %j',
    (pattern) => {
      expect(() => checkPackages(['./...', pattern])).toThrow(UserError);
    },
  );

  test.each(['./...', '.', './codec/...', 'example.com/m/...', './a..b', 'all'])('let %j pass', (pattern) => {
    expect(() => checkPackages([pattern])).not.toThrow();
  });

  test.each(['-test.cpuprofile=x', '', 'a\nb', '\0'])('refuse bench %j', (bench) => {
    expect(() => checkBench(bench)).toThrow(UserError);
  });

  test('let every other pattern pass', () => {
    for (const bench of ['.', '^BenchmarkA$/size=1', 'Encode|Decode', 'Größe'])
      expect(() => checkBench(bench)).not.toThrow();
  });
});
