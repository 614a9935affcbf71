import type { BenchEvent } from '../../model/bench.ts';

/** What a line says about the run; `ends` names the package whose output it closes. */
export interface EventLine {
  readonly event: BenchEvent['event'];
  readonly name?: string;
  readonly ends?: string;
}

/** As cmd/go and the testing package print them; the groups hold a name. */
const REPORT = /^ *--- (FAIL|SKIP): (\S+)(?: \(\d[\d.]*s\))?$/;
const PACKAGE = /^(ok|FAIL)\s+(\S+)\s+(?:\d[\d.]*s|\(cached\)|(\[(?:build|setup) failed\]))(?:\s|$)/;
const NO_TEST_FILES = /^\?\s+(\S+)\s+\[no test files\]$/;

/** Reads a line of `go test` that is about the run itself: `PASS`, `ok  ⇥pkg⇥1.2s`, `--- FAIL: BenchmarkX`, `panic: …`. */
export function parseEventLine(text: string): EventLine | null {
  if (text === 'PASS') return { event: 'pass' };
  if (text === 'FAIL') return { event: 'fail' };
  if (text.startsWith('panic: ') || text.startsWith('fatal error: ')) return { event: 'panic' };
  if (text === 'testing: warning: no tests to run') return { event: 'no-tests' };
  const report = REPORT.exec(text);
  if (report?.[2] !== undefined) return { event: report[1] === 'FAIL' ? 'fail' : 'skip', name: report[2] };
  const noFiles = NO_TEST_FILES.exec(text);
  if (noFiles?.[1] !== undefined) return { event: 'no-tests', name: noFiles[1] };
  return packageLine(text);
}

function packageLine(text: string): EventLine | null {
  const [, word, name, notRun] = PACKAGE.exec(text) ?? [];
  if (name === undefined) return null;
  // A package that was not built printed nothing that its line could close.
  return { event: word === 'ok' ? 'ok' : 'fail', name, ...(notRun === undefined && { ends: name }) };
}
