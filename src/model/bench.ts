import type { Position } from './position.ts';
import type { Subject } from './subject.ts';
import type { Unit } from './unit.ts';

/** One value of a result line, tidied, with the original beside it. */
export interface BenchValue {
  readonly value: number;
  readonly unit: Unit;
  readonly original: { readonly value: number; readonly unit: string };
}

/** One result line of `go test -bench`. */
export interface BenchResult {
  readonly kind: 'result';
  readonly subject: Subject;
  /** The name as printed, with prefix and suffix: `BenchmarkEncode/size=large-2`. */
  readonly fullName: string;
  readonly iterations: number;
  readonly values: readonly BenchValue[];
  /** File configuration in force at this line (`goos`, `goarch`, `cpu`, custom keys), shared between results until it changes. */
  readonly config: Readonly<Record<string, string>>;
  readonly at: Position;
}

/** A `Unit` metadata line: `Unit ns/op assume=nothing`, `Unit req/s better=higher`. */
export interface UnitMetadata {
  readonly kind: 'unit';
  readonly unit: Unit;
  readonly original: string;
  readonly key: string;
  readonly value: string;
  readonly at: Position;
}

/** What the text says about the run of the test binary itself. */
export interface BenchEvent {
  readonly kind: 'event';
  readonly event: 'fail' | 'skip' | 'pass' | 'ok' | 'panic' | 'no-tests';
  /** Benchmark (full name) or package the line names, where it does. */
  readonly name?: string;
  readonly text: string;
  readonly at: Position;
}
