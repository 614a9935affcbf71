import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupBy } from '../../../src/model/group-by.ts';
import { changeColour, packageColour } from '../../../src/profile/exports/colour.ts';
import { flameGraph } from '../../../src/profile/exports/flame-graph.ts';
import { fitting, fittingName } from '../../../src/profile/exports/svg.ts';
import { handMade } from '../hand-made.ts';
import { contrast, drawn } from './picture.ts';
import { read, realProfiles } from './real.ts';

const PROFILE = handMade({
  samples: [
    { stack: 'example.com/m.main;example.com/m.parse>example.com/m.skip', values: [60e6] },
    { stack: 'example.com/m.main;example.com/m.parse', values: [30e6] },
    { stack: 'example.com/m.main', values: [10e6] },
  ],
});

describe('a flame graph', () => {
  const { root, frames, lines } = drawn(flameGraph(PROFILE, 0, 'bench'));
  const frame = (label: string) => frames.find((f) => f.label === label);

  test('has a frame per call path, as wide as its share, callees above', () => {
    expect(frames.map(({ label, x, width }) => [label, x, Math.round(width)])).toEqual([
      ['all', 10, 1180],
      ['m.main', 10, 1180],
      ['m.parse', 10, 1062],
      ['m.skip', 10, 708],
    ]);
    expect(frames.map(({ y }) => y)).toEqual([...frames.map(({ y }) => y)].sort((a, b) => b - a));
    expect(new Set(frames.map(({ y }) => y)).size).toBe(4);
  });

  test('says what each frame is worth', () => {
    expect(frame('m.parse')?.title).toEqual(['example.com/m.parse', 'cpu: 90.0 ms, 90 % of all; itself 30.0 ms']);
  });

  test('can be read without being seen', () => {
    expect(root.attributes).toMatchObject({ role: 'img', 'aria-labelledby': 'title description' });
    expect(root.children.slice(0, 2).map(({ tag, text }) => [tag, text])).toEqual([
      ['title', 'bench: cpu, 100 ms in 3 stacks'],
      ['desc', expect.stringContaining('example.com/m.parse 90 %')],
    ]);
    expect(lines).toEqual([
      'bench: cpu, 100 ms in 3 stacks',
      'Width is share, colour is package, callers stand below.',
    ]);
  });

  test('is the same every time', () => {
    expect(flameGraph(PROFILE, 0, 'bench')).toBe(flameGraph(PROFILE, 0, 'bench'));
  });

  test('says how much is too narrow to draw', () => {
    const samples = Array.from({ length: 500 }, (_, i) => ({ stack: `f;thin${i}`, values: [1] }));
    const picture = drawn(flameGraph(handMade({ samples: [{ stack: 'f', values: [1e6] }, ...samples] }), 0, 'b'));
    expect(picture.frames).toHaveLength(2);
    expect(picture.lines[1]).toContain('500 call paths narrower than a pixel');
  });

  test('says what a diffed profile has less of', () => {
    const samples = [
      { stack: 'more', values: [5e9] },
      { stack: 'less', values: [-2e9] },
    ];
    const picture = drawn(flameGraph(handMade({ samples }), 0, 'b'));
    expect(picture.frames.map((f) => f.label)).toEqual(['all', 'more']);
    expect(picture.lines[1]).toContain('not drawn: −2.00 s');
  });

  test('of nothing says so', () => {
    expect(drawn(flameGraph(handMade({ samples: [] }), 0, 'b')).lines[1]).toMatch(/^Nothing to draw/);
  });
});

describe('whatever the profile', () => {
  test('the file is well-formed, nothing in it acts, and names are told as they are', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('</title><script>alert(1)</script>', '"><image href="x"/>', ']]>', '&amp;&#0;', '\ufffe\uffff\0'),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.string(), (names, title) => {
        const made = handMade({ samples: [{ stack: names.map((_, i) => `f${i}`).join(';'), values: [1e9] }] });
        const strings = made.strings.map((s) => (s.startsWith('f') ? (names[Number(s.slice(1))] ?? s) : s));
        expect(drawn(flameGraph({ ...made, strings }, 0, title)).frames).toHaveLength(names.length + 1);
      }),
    );
  });

  test('the size is bounded: the widest frames are drawn, and the number of the others is said', () => {
    const samples = Array.from({ length: 60_000 }, (_, i) => ({
      stack: Array.from({ length: 8 }, (_, d) => `f${(i * (d + 1)) % 997}`).join(';'),
      values: [1 + (i % 7)],
    }));
    const svg = flameGraph(handMade({ samples }), 0, 'b');
    expect(drawn(svg).frames.length).toBeLessThanOrEqual(4000);
    expect(svg.length).toBeLessThan(2_000_000);
    expect(drawn(svg).lines[1]).toMatch(/[\d.,k]+ call paths narrower/);
  });

  test('a name of a megabyte costs no more than a line', () => {
    const samples = [{ stack: 'x'.repeat(1_000_000), values: [1] }];
    expect(flameGraph(handMade({ samples }), 0, 'b').length).toBeLessThan(20_000);
  });

  test('very deep stacks end at 250 rows', () => {
    const stack = Array.from({ length: 2000 }, (_, i) => `f${i % 3}`).join(';');
    const { frames, lines } = drawn(flameGraph(handMade({ samples: [{ stack, values: [1] }] }), 0, 'b'));
    expect(frames).toHaveLength(250);
    expect(lines[1]).toContain('1,751 call paths');
  });
});

describe('colours', () => {
  test('are those of the package, whatever the function, and always the same', () => {
    expect(packageColour('encoding/json.Marshal')).toBe(packageColour('encoding/json.Marshal'));
    const hues = ['f', 'g', '(*T).M', 'Map[a/b.T]'].map((f) => hueOf(packageColour(`example.com/m.${f}`)));
    for (const hue of hues) expect(Math.abs(hue - (hues[0] ?? 0))).toBeLessThan(3);
  });

  test('carry black text: 7 to 1', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: -1, max: 1, noNaN: true }), (name, share) => {
        expect(contrast(packageColour(name), '#1b1b1b')).toBeGreaterThan(7);
        expect(contrast(changeColour(share), '#1b1b1b')).toBeGreaterThan(7);
      }),
    );
  });

  function hueOf(colour: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
    return (Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) * 180) / Math.PI;
  }
});

describe('labels', () => {
  const room = (characters: number) => characters * 6.71 + 0.1;

  test.each([
    ['example.com/m/codec.(*Encoder).Encode', 40, 'codec.(*Encoder).Encode'],
    ['example.com/m/codec.(*Encoder).Encode', 20, '(*Encoder).Encode'],
    ['example.com/m/codec.(*Encoder).Encode', 10, 'Encode'],
    ['example.com/m/codec.(*Encoder).Encode', 5, 'Enco…'],
    ['example.com/m/codec.(*Encoder).Encode', 2, ''],
    ['m/codec.Map[example.com/x.T]', 40, 'codec.Map[example.com/x.T]'],
    ['all', 3, 'all'],
    ['<unknown>', 9, '<unknown>'],
  ])('%s in %d characters is %j', (name, characters, expected) => {
    expect(fittingName(name, room(characters))).toBe(expected);
  });

  test('wide characters take two places, and none is cut in half', () => {
    expect(fitting('漢字漢字', room(8))).toBe('漢字漢字');
    expect(fitting('漢字漢字', room(6))).toBe('漢字…');
    expect(fitting('😀😀😀😀', room(4))).toBe('😀…');
  });
});

describe('of the real Go', () => {
  let paths: ReturnType<typeof realProfiles>;
  beforeAll(() => {
    paths = realProfiles(100);
  });

  test.each(['cpu', 'mem', 'mutex', 'block'] as const)(
    '%s: siblings do not overlap and stand within their caller',
    (kind) => {
      const profile = read(paths[kind]);
      const { frames } = drawn(flameGraph(profile, profile.sampleTypes.length - 1, kind));
      const rows = groupBy(frames, ({ y }) => y);
      for (const [y, row] of rows) {
        const below = rows.get(y + 18) ?? [];
        row.sort((a, b) => a.x - b.x);
        for (const [i, f] of row.entries()) {
          const next = row[i + 1];
          if (next) expect(f.x + f.width).toBeLessThanOrEqual(next.x + 0.02);
          if (below.length > 0)
            expect(below.some((b) => b.x <= f.x + 0.02 && f.x + f.width <= b.x + b.width + 0.52)).toBe(true);
        }
      }
    },
  );
});
