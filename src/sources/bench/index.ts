import { subjectKey } from '../../model/subject.ts';
import { plainLine, textLines } from '../../wire/lines.ts';
import { decodeTestEvent } from '../../wire/test2json.ts';
import type { BenchRecord, EvidenceFile, InspectedMetric, Inspection, Source } from '../source.ts';
import { parseEventLine } from './event-line.ts';
import { PREFIX } from './name.ts';
import { readBench } from './read.ts';
import { parseResultLine } from './result-line.ts';
import { leadingName } from './stitch.ts';

export { readBench } from './read.ts';

/** Text of `go test -bench`. */
export const benchSource: Source = {
  kind: 'bench',
  about: 'text of `go test -bench`, plain or -json, also mixed with other output',
  among: 'Benchmark',
  detect: (opening) => {
    for (const { text } of textLines(opening.text)) if (isBenchLine(plainLine(text))) return true;
    return false;
  },
  inspect,
};

function isBenchLine(text: string): boolean {
  if (text.startsWith(PREFIX)) {
    const read = parseResultLine(text);
    return leadingName(text) !== null || (read !== 'bare' && 'fullName' in read);
  }
  if (/^(?:goos|goarch|pkg): \S/.test(text)) return true;
  const event = parseEventLine(text);
  if (event && event.event !== 'panic') return true;
  const json = decodeTestEvent(text);
  return json !== null && json !== 'broken' && json.pkg !== undefined;
}

type Diagnosed = Inspection['diagnostics'][number];

function inspect(file: EvidenceFile): Inspection {
  const { path } = file;
  const metrics = new Map<string, InspectedMetric & { values: number[] }>();
  const diagnostics: Diagnosed[] = [];
  for (const record of readBench(file.text(), path)) {
    if (record.kind === 'result') {
      for (const { unit, value } of record.values) {
        const key = `${unit} ${subjectKey(record.subject)}`;
        const known = metrics.get(key);
        if (known) known.values.push(value);
        else metrics.set(key, { metric: unit, unit, subject: record.subject, values: [value] });
      }
    } else diagnostics.push(...diagnosed(record));
  }
  return { path, kind: 'bench', metrics: [...metrics.values()], diagnostics };
}

/** What a person who inspects a file should be told of a record that is no result. */
function diagnosed(record: Exclude<BenchRecord, { kind: 'result' }>): Diagnosed[] {
  if (record.kind === 'diagnostic')
    return [{ level: record.level, text: record.text, ...(record.at && { at: record.at }) }];
  if (record.kind === 'unit') return [];
  const { event, name, at } = record;
  if (event === 'panic') return [{ level: 'error', text: name ? `${name} panicked` : 'the test binary panicked', at }];
  if (event === 'fail' && name !== undefined) return [{ level: 'error', text: `${name} failed`, at }];
  if (event === 'skip' && name !== undefined) return [{ level: 'notice', text: `${name} was skipped`, at }];
  return [];
}
