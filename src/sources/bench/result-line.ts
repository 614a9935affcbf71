import type { BenchValue } from '../../model/bench.ts';
import { tidyUnit } from '../../model/unit.ts';
import { parseGoFloat, parseGoInt } from '../../wire/go-number.ts';
import { quoted, splitFields } from './fields.ts';
import { PREFIX } from './name.ts';

/** A result line, read. `problems` are about single values, which are left out. */
export interface ResultLine {
  readonly fullName: string;
  readonly iterations: number;
  readonly values: readonly BenchValue[];
  readonly problems: readonly string[];
}

/** A line that is no result, and what benchfmt would say of it; `bare` is a name alone, as `-v` prints it. */
export type NoResult = { readonly problem: string } | 'bare';

/**
 * Reads a line that begins with `Benchmark` as golang.org/x/perf/benchfmt does: name, iterations, then value and unit
 * pairs. Stricter than benchfmt in what can be no measurement: fewer iterations than one, a unit that is a number (other
 * output ran into the line), and, value by value, NaN, infinite values, and two values of one unit.
 */
export function parseResultLine(text: string): ResultLine | NoResult {
  const [name = '', ...fields] = splitFields(text.slice(PREFIX.length));
  if (fields.length === 0)
    return name.length === text.length - PREFIX.length ? 'bare' : { problem: 'missing iteration count' };
  const [count = '', ...rest] = fields;
  const iterations = parseGoInt(count);
  if ('problem' in iterations) return { problem: `parsing iteration count: ${iterations.problem}` };
  const values = parseValues(rest);
  if ('problem' in values) return values;
  if (iterations.value < 1) return { problem: `${iterations.value} iterations measure nothing` };
  return { fullName: PREFIX + name, iterations: iterations.value, ...keepGood(values.values) };
}

function parseValues(fields: readonly string[]): { values: BenchValue[] } | { problem: string } {
  if (fields.length === 0) return { problem: 'missing measurements' };
  const values: BenchValue[] = [];
  for (let i = 0; i < fields.length; i += 2) {
    const read = parseGoFloat(fields[i] ?? '');
    if ('problem' in read) return { problem: `parsing measurement: ${read.problem}` };
    const unit = fields[i + 1];
    if (unit === undefined) return { problem: 'missing units' };
    if (isNumber(unit)) return { problem: `the unit ${quoted(unit)} is a number` };
    values.push(tidied(read.value, unit));
  }
  return { values };
}

/** Words such as `inf` and `nan` may be units. */
function isNumber(unit: string): boolean {
  if (!/^[-+.0-9]/.test(unit)) return false;
  const read = parseGoFloat(unit);
  return 'value' in read && Number.isFinite(read.value);
}

function tidied(value: number, unit: string): BenchValue {
  const tidy = tidyUnit(unit);
  return { value: value * tidy.factor, unit: tidy.unit, original: { value, unit } };
}

/** Sets values apart that are no numbers, and units that have several: nobody can say which one is right. */
function keepGood(all: readonly BenchValue[]): { values: readonly BenchValue[]; problems: string[] } {
  const seen = new Map<string, number>();
  for (const v of all) seen.set(v.unit, (seen.get(v.unit) ?? 0) + 1);
  const problems: string[] = [];
  for (const [unit, n] of seen) if (n > 1) problems.push(`${n} values of ${quoted(unit)} in one line; none is used`);
  if (problems.length === 0 && all.every((v) => Number.isFinite(v.value))) return { values: all, problems };
  const single = all.filter((v) => seen.get(v.unit) === 1);
  for (const v of single)
    if (!Number.isFinite(v.value)) problems.push(`the value of ${quoted(v.unit)} is not a finite number`);
  return { values: single.filter((v) => Number.isFinite(v.value)), problems };
}
