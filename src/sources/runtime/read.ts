import type { Diagnostic } from '../../model/diagnostic.ts';
import type { RuntimeMemStats, RuntimeSamples } from '../../model/runtime.ts';
import { textLines } from '../../wire/lines.ts';
import { Findings } from './findings.ts';
import { type Header, parseRecord, type Record, type Sample } from './records.ts';

export interface ReadRuntime {
  /** In the order of the file. */
  readonly processes: readonly RuntimeSamples[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the samples of every process that wrote to a file. A line that cannot be read becomes a diagnostic with its number
 * and costs nothing but itself. Memory is bounded by the size of the text.
 *
 * @param file how diagnostics name the file
 */
export function readRuntime(text: string, file: string): ReadRuntime {
  const findings = new Findings(file);
  const processes: Columns[] = [];
  let last = 1;
  for (const { text: written, line } of textLines(text)) {
    last = line;
    if (written.trim() === '') continue;
    const now = processes.at(-1);
    const record = parseRecord(written, now?.header ?? null);
    if (typeof record === 'string') findings.warn(isCutOff(written, text) ? CUT_OFF : record, line);
    else if (record.kind === 'process') processes.push(new Columns(record.header, line));
    else now?.add(record, line, findings);
  }
  if (processes.length === 0) findings.warn('no process in the file', last);
  return { processes: processes.map((columns) => columns.done(findings)), diagnostics: findings.all() };
}

const CUT_OFF = 'the last line is cut off: the process was killed while it wrote';

/** Every line is written with its end, in one go. */
function isCutOff(line: string, text: string): boolean {
  return !text.endsWith('\n') && text.endsWith(line);
}

/** A process of which samples may still come. */
class Columns {
  readonly header: Header;
  readonly #line: number;
  readonly #samples: Sample[] = [];
  /** Of each histogram, per sample. */
  readonly #counts: (readonly number[])[][];
  #before: RuntimeMemStats | null = null;
  #after: RuntimeMemStats | null = null;
  #end: RuntimeSamples['end'] = null;

  constructor(header: Header, line: number) {
    this.header = header;
    this.#line = line;
    this.#counts = header.histograms.map(() => []);
  }

  add(record: Exclude<Record, { kind: 'process' }>, line: number, findings: Findings): void {
    if (record.kind === 'end') this.#end = record.end;
    else if (record.kind === 'sample') this.#sample(record.sample, line, findings);
    else if (record.when === 'before') this.#before = record.memStats;
    else this.#after = record.memStats;
  }

  done(findings: Findings): RuntimeSamples {
    const { process, metrics, histograms } = this.header;
    const samples = this.#samples;
    if (!this.#end) findings.notice('the process did not come to its end: the last sample is all there is', this.#line);
    return {
      process,
      at: samples.map(({ at }) => at),
      cost: samples.map(({ cost }) => cost),
      pauseTotal: samples.map(({ pauseTotal }) => pauseTotal),
      lastGC: samples.map(({ lastGC }) => lastGC),
      scalars: metrics.map((metric, i) => ({ ...metric, values: samples.map(({ values }) => values[i] as number) })),
      histograms: histograms.map((histogram, i) => ({ ...histogram, counts: this.#counts[i] ?? [] })),
      before: this.#before,
      after: this.#after,
      end: this.#end,
    };
  }

  #sample(sample: Sample, line: number, findings: Findings): void {
    const before = this.#samples.at(-1);
    if (before && sample.at < before.at) {
      findings.warn('a sample from before the one above it', line);
      return;
    }
    this.#samples.push(sample);
    this.#counts.forEach((counts, i) => {
      counts.push(sample.histograms.get(i) ?? counts.at(-1) ?? []);
    });
  }
}
