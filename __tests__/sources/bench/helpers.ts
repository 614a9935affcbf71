import { readFileSync } from 'node:fs';
import type { BenchEvent, BenchResult, UnitMetadata } from '../../../src/model/bench.ts';
import { readBench } from '../../../src/sources/bench/index.ts';
import type { BenchRecord } from '../../../src/sources/source.ts';

export function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
}

export function read(text: string): BenchRecord[] {
  return [...readBench(text, 'bench.txt')];
}

export function results(text: string): BenchResult[] {
  return read(text).filter((r) => r.kind === 'result');
}

export function events(text: string): BenchEvent[] {
  return read(text).filter((r) => r.kind === 'event');
}

export function units(text: string): UnitMetadata[] {
  return read(text).filter((r) => r.kind === 'unit');
}

/** Diagnostics as `line: text`. */
export function diagnostics(text: string): string[] {
  return read(text).flatMap((r) => (r.kind === 'diagnostic' ? [`${r.at?.line}: ${r.text}`] : []));
}

/** Results as `name iterations value unit …`, with the values as written. */
export function shown(text: string): string[] {
  return results(text).map((r) =>
    [r.fullName, r.iterations, ...r.values.flatMap((v) => [v.original.value, v.original.unit])].join(' '),
  );
}
