import type { Profile, ValueType } from '../../src/model/profile.ts';

/** A sample by hand: `main;parse>skip` is a stack from the root, in which skip was inlined into parse. */
export interface HandSample {
  readonly stack: string;
  readonly values: readonly number[];
  /** Texts, and numbers with a unit. */
  readonly labels?: Readonly<Record<string, string | readonly [number, string]>>;
}

export interface HandMade {
  readonly types?: readonly string[];
  readonly samples: readonly HandSample[];
  /** File of the only binary. */
  readonly binary?: string;
  readonly header?: Partial<Profile>;
}

/** A frame: `name`, `name@file:line` or `name@file:line+startLine`; '' is an address without a symbol. */
const FRAME = /^([^@]*)(?:@([^:]*):(\d+)(?:\+(\d+))?)?$/;

/** A profile from a few words: equal stack parts are one location, equal functions one function. */
export function handMade({ types = ['cpu/nanoseconds'], samples, binary = '', header = {} }: HandMade): Profile {
  const strings: string[] = [''];
  const text = (value: string) => {
    const known = strings.indexOf(value);
    return known >= 0 ? known : strings.push(value) - 1;
  };
  const functions = new Rows();
  const locations = new Rows();
  const lines: { fn: number; line: number }[] = [];
  const lineStart = [0];
  const place = (part: string) =>
    locations.row(part, () => {
      const frames = part === '' ? [] : part.split('>').reverse();
      for (const frame of frames) {
        const [, name = '', file = '', line = '0', startLine = '0'] = FRAME.exec(frame) ?? [];
        lines.push({ fn: functions.row(`${name}\n${file}\n${startLine}`), line: Number(line) });
      }
      lineStart.push(lines.length);
    });
  const stacks = samples.map(({ stack }) => stack.split(';').map(place).reverse());
  const labels = samples.map(({ labels = {} }) =>
    Object.entries(labels).map(([key, value]) =>
      typeof value === 'string'
        ? { key: text(key), str: text(value), num: 0, unit: 0 }
        : { key: text(key), str: 0, num: value[0], unit: text(value[1]) },
    ),
  );
  const allLabels = labels.flat();
  const fnTexts = functions.keys.map((key) => key.split('\n'));
  const ids = (count: number) => BigUint64Array.from({ length: count }, (_, i) => BigInt(i + 1));
  const column = (i: number) => Uint32Array.from(fnTexts, (texts) => text(texts[i] ?? ''));
  const count = locations.keys.length;
  const mappings = binary === '' ? 0 : 1;
  return {
    strings,
    sampleTypes: types.map(valueType),
    defaultSampleType: '',
    periodType: null,
    period: 0,
    timeNanos: 0,
    durationNanos: 0,
    dropFrames: '',
    keepFrames: '',
    comments: [],
    docUrl: '',
    samples: {
      count: samples.length,
      stackStart: offsets(stacks),
      stack: Uint32Array.from(stacks.flat()),
      values: Float64Array.from(samples.flatMap(({ values }) => values)),
      labelStart: offsets(labels),
    },
    labels: {
      key: Uint32Array.from(allLabels, ({ key }) => key),
      str: Uint32Array.from(allLabels, ({ str }) => str),
      num: Float64Array.from(allLabels, ({ num }) => num),
      unit: Uint32Array.from(allLabels, ({ unit }) => unit),
    },
    locations: {
      count,
      id: ids(count),
      mapping: new Int32Array(count).fill(mappings - 1),
      address: BigUint64Array.from({ length: count }, (_, i) => 0x1000n + BigInt(i)),
      folded: new Uint8Array(count),
      lineStart: Uint32Array.from(lineStart),
    },
    lines: {
      function: Int32Array.from(lines, ({ fn }) => fn),
      line: Float64Array.from(lines, ({ line }) => line),
      column: new Float64Array(lines.length),
    },
    functions: {
      count: fnTexts.length,
      id: ids(fnTexts.length),
      name: column(0),
      systemName: column(0),
      filename: column(1),
      startLine: Float64Array.from(fnTexts, (texts) => Number(texts[2])),
    },
    mappings: {
      count: mappings,
      id: ids(mappings),
      start: new BigUint64Array(mappings),
      limit: new BigUint64Array(mappings).fill(0x10000n),
      offset: new BigUint64Array(mappings),
      filename: Uint32Array.from({ length: mappings }, () => text(binary)),
      buildId: new Uint32Array(mappings),
      has: new Uint8Array(mappings),
    },
    ...header,
  };
}

class Rows {
  readonly keys: string[] = [];

  row(key: string, made: () => void = () => {}): number {
    const known = this.keys.indexOf(key);
    if (known >= 0) return known;
    made();
    return this.keys.push(key) - 1;
  }
}

function valueType(text: string): ValueType {
  const [type = '', unit = ''] = text.split('/');
  return { type, unit };
}

function offsets(lists: readonly (readonly unknown[])[]): Uint32Array {
  let sum = 0;
  return Uint32Array.from([0, ...lists.map(({ length }) => (sum += length))]);
}
