import { describe, expect, test } from '@jest/globals';
import { bytesSource } from '../../../src/model/byte-source.ts';
import { readTrace } from '../../../src/sources/trace/read.ts';
import { GO_STATUS, MAX_BATCH, PROC_STATUS } from '../../../src/wire/trace/events.ts';
import { Bytes, batchTo, NO_THREAD, SyntheticTrace } from '../../wire/trace/writer.ts';

const read = (bytes: Uint8Array) => readTrace(bytesSource(bytes), 'trace');
const errorOf = (bytes: Uint8Array) => read(bytes).diagnostics[0];

/** Three generations of one goroutine that goes on and off. */
function three(version: number): Uint8Array {
  const trace = new SyntheticTrace(version);
  for (let n = 0; n < 3; n++) {
    const g = trace.generation();
    const m = g.thread(1, 1000 * (n + 1)).event('ProcStatus', 0, 0, PROC_STATUS.Running);
    m.event('GoStatus', 1, 7, 1, GO_STATUS.Running);
    for (let i = 0; i < 5; i++)
      m.event('GoStop', 10, g.text('preempted'), g.stack('main.f', 'main.main')).event('GoStart', 10, 7, i + 1);
  }
  return trace.bytes();
}

describe('the header', () => {
  test.each([
    [22, '1.22'],
    [23, '1.23'],
    [25, '1.25'],
    [26, '1.26'],
  ])('of Go 1.%d is read', (version, name) => {
    const { summary, diagnostics } = read(three(version));
    expect(diagnostics).toEqual([]);
    expect(summary).toMatchObject({ version: name, events: 40, generations: 3, lost: null });
  });

  test.each([
    [
      'go 1.11 trace\0\0\0',
      'a trace of Go 1.11 to 1.18, an older format that is not read: record it again with Go 1.22',
    ],
    ['go 1.19 trace\0\0\0', 'a trace of Go 1.19 or 1.20, an older format'],
    ['go 1.21 trace\0\0\0', 'a trace of Go 1.21, an older format'],
    ['go 1.27 trace\0\0\0', 'newer than 1.26, the newest that is read: update go-perf-gate, or record it with Go 1.26'],
    ['go 1.24 trace\0\0\0', 'there is no trace format of Go 1.24: the header is damaged'],
    ['go 1.26 trac', 'no Go execution trace'],
    ['', 'no Go execution trace'],
  ])('%j is refused', (header, text) => {
    const { summary, diagnostics } = read(new TextEncoder().encode(header));
    expect(summary).toBeNull();
    expect(diagnostics).toEqual([
      { level: 'error', text: expect.stringContaining(text), at: { file: 'trace', offset: 0 } },
    ]);
  });
});

describe.each([22, 23, 25, 26])('a trace of 1.%d that is cut off', (version) => {
  const whole = three(version);

  test('at any length keeps whole generations, and says what was lost', () => {
    const seen = new Set<number>();
    for (let length = 16; length < whole.length; length++) {
      const { summary, diagnostics } = read(whole.subarray(0, length));
      const generations = summary?.generations ?? 0;
      seen.add(generations);
      // Without an end mark one cannot tell that a generation was to follow.
      if (diagnostics.length === 0) continue;
      for (const { level, at } of diagnostics) {
        expect(level === 'error' || generations === 0).toBe(true);
        expect(at?.offset ?? 0).toBeLessThanOrEqual(length);
      }
      if (summary?.lost) expect(summary.lost).toMatchObject({ of: length, bytes: expect.any(Number) });
      if (summary?.lost) expect(summary.lost.bytes).toBeGreaterThan(0);
    }
    expect([...seen]).toEqual([0, 1, 2]);
  });

  test('within the last generation: bytes and share are told', () => {
    const { summary, diagnostics } = read(whole.subarray(0, whole.length - 40));
    expect(summary).toMatchObject({ generations: 2, lost: { of: whole.length - 40 } });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.text).toMatch(/\d+ of \d+ bytes \([\d.]+ %\) are lost$/);
  });
});

describe('limits and broken tables', () => {
  const header = () => new Bytes().ascii('go 1.22 trace\0\0\0');
  const structural = (...body: number[]) => {
    const out = header();
    batchTo(out, 1, NO_THREAD, 1, new Uint8Array(body));
    return out.done();
  };
  const strings = (...body: number[]) => structural(4, ...body);
  const stacks = (...body: number[]) => structural(2, ...body);

  test.each<[string, Uint8Array, string, number]>([
    [
      'a large batch',
      header()
        .numbers([1, 1, 1, 1, MAX_BATCH + 1])
        .done(),
      'the format allows 65536',
      23,
    ],
    ['a long string', strings(5, 1, 0x81, 0x08), 'a string of 1025 bytes', 35],
    ['a deep stack', stacks(3, 1, 0x81, 0x01), 'a stack of 129 frames', 35],
    ['no batch', header().byte(9).done(), 'a batch was expected, not event 9', 16],
    ['generation 0', header().numbers([1, 0, 1, 1, 0]).done(), 'generation 0', 16],
    ['a cut string', strings(5, 1, 4, 65), 'cut off', 34],
    ['something else among strings', strings(3, 1), 'String was expected, not Stack', 31],
    ['two strings of one id', strings(5, 1, 0, 5, 1, 0), 'two texts with the id 1', 34],
    ['a string that has the id of none', strings(5, 0, 0), 'two texts with the id 0', 31],
    ['a number without an end', strings(5, ...Array(10).fill(0xff)), 'more than 64 bits', 32],
  ])('%s', (_, bytes, text, offset) => {
    const { text: said, at } = errorOf(bytes) ?? { text: '' };
    expect(said).toContain(text);
    expect(at).toEqual({ file: 'trace', offset });
  });

  test('no frequency, no clocks, two of them', () => {
    const of = (version: number, without: 'frequency' | 'snapshot') => {
      const trace = new SyntheticTrace(version);
      trace
        .generation({ without: [without] })
        .thread(1, 5)
        .event('ProcStatus', 1, 0, PROC_STATUS.Idle);
      return errorOf(trace.bytes())?.text;
    };
    expect(of(22, 'frequency')).toContain('a generation without a frequency');
    expect(of(26, 'snapshot')).toContain('a generation without a clock snapshot');
    expect(of(22, 'snapshot')).toBeUndefined();
  });

  test('a stack that names no text', () => {
    const out = header();
    batchTo(out, 1, NO_THREAD, 1, new Uint8Array([2, 3, 1, 1, 5, 9, 0, 1]));
    batchTo(out, 1, NO_THREAD, 1, new Bytes().byte(8).number(1e9).done());
    expect(errorOf(out.done())?.text).toContain('names a text that is not there');
  });

  test('generations out of order', () => {
    const trace = new SyntheticTrace(23);
    trace.generation({ number: 3 }).thread(1, 5).event('ProcStatus', 1, 0, PROC_STATUS.Idle);
    trace.generation({ number: 5 }).thread(1, 9).event('ProcStatus', 1, 0, PROC_STATUS.Idle);
    expect(errorOf(trace.bytes())?.text).toContain('a batch of generation 5 within generation 3');
  });
});

test('an event that cannot be keeps all before it', () => {
  const trace = new SyntheticTrace();
  const g = trace.generation();
  const m = g.thread(1, 5).event('ProcStatus', 1, 0, PROC_STATUS.Running).event('GoStatus', 1, 7, 1, GO_STATUS.Running);
  m.event('GoDestroy', 10).event('GoDestroy', 10);
  const { summary, diagnostics } = read(trace.bytes());
  expect(summary).toMatchObject({ events: 4, duration: 12, goroutines: { ended: 1 } });
  expect(diagnostics[0]).toMatchObject({ level: 'error', at: { file: 'trace', offset: 32 } });
});
