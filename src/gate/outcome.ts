import type { Reading } from '../compare/align.ts';
import type { BenchResult, UnitMetadata } from '../model/bench.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Evidence, ProcessRecord } from '../model/evidence.ts';
import { subjectKey } from '../model/subject.ts';
import { readBench } from '../sources/bench/read.ts';
import { withCpuTime } from './cpu-time.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** What the processes said, put together. */
export interface Outcome {
  readonly readings: readonly Reading[];
  readonly units: readonly UnitMetadata[];
  readonly troubles: readonly Trouble[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Whether a reading is a sample of its row: of the rounds, not of the calibration or an arm that tests something else. */
export function isTimed({ phase }: Reading): boolean {
  return phase === 'screen' || phase === 'confirm';
}

/** Reads the text of every process, but of those under the profilers, which slow and change what is measured. */
export function readOutcome(evidence: Evidence): Outcome {
  const parts = evidence.processes.filter((p) => p.phase !== 'profile').map(readProcess);
  return {
    readings: withCpuTime(
      parts.flatMap((p) => p.readings),
      evidence.processes,
    ),
    units: parts.flatMap((p) => p.units),
    troubles: parts.flatMap((p) => p.troubles),
    diagnostics: distinct(parts.flatMap((p) => p.diagnostics)),
  };
}

/** The same complaint about the same benchmark is made once, not once a round. */
function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((d) => [d.text, d] as const)).values()];
}

function readProcess(process: ProcessRecord): Outcome {
  const results: BenchResult[] = [];
  const units: UnitMetadata[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const record of readBench(process.stdout, process.file ?? `${process.side}/${process.pkg}`)) {
    if (record.kind === 'result') results.push(ofOurPackage(record, process));
    else if (record.kind === 'unit') units.push(record);
    else if (record.kind === 'diagnostic') diagnostics.push(record);
  }
  const { kept, forged } = sortOut(results, process);
  const printed = new Set(results.map((r) => subjectKey(r.subject)));
  return {
    readings: toReadings(kept, process),
    units,
    diagnostics,
    troubles: [...forged, ...troubleOf(process, printed)],
  };
}

/** The package is the one that we ran, whatever the text says. */
function ofOurPackage(result: BenchResult, process: ProcessRecord): BenchResult {
  return process.pkg ? { ...result, subject: { ...result.subject, pkg: process.pkg } } : result;
}

/** A process told to run named rows prints each of them once: anything else does not come from the testing package. */
function sortOut(results: readonly BenchResult[], process: ProcessRecord): { kept: BenchResult[]; forged: Trouble[] } {
  if (process.rows.length === 0) return { kept: [...results], forged: [] };
  const expected = new Set(process.rows);
  const times = new Map<string, number>();
  for (const r of results) times.set(subjectKey(r.subject), (times.get(subjectKey(r.subject)) ?? 0) + 1);
  const honest = (r: BenchResult) => expected.has(subjectKey(r.subject)) && times.get(subjectKey(r.subject)) === 1;
  return { kept: results.filter(honest), forged: results.filter((r) => !honest(r)).map((r) => forgery(r, process)) };
}

function forgery(result: BenchResult, { side, pkg, phase, round }: ProcessRecord): Trouble {
  const text = `had a result line that is not the testing package's (${result.fullName}, round ${round})`;
  return { side, pkg, phase, round, key: subjectKey(result.subject), cause: 'forged', text, output: '' };
}

/** Occurrences of one row in one process (`-count`, files people bring) count as rounds that follow one another. */
function toReadings(results: readonly BenchResult[], process: ProcessRecord): Reading[] {
  const seen = new Map<string, number>();
  return results.map((result) => {
    const key = subjectKey(result.subject);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    return { side: process.side, phase: process.phase, round: process.round + nth, order: process.order, result };
  });
}
