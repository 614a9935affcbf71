import type { Profile } from '../model/profile.ts';
import { compareTexts, right } from './go-text.ts';
import { type NodeTable, nodesOf } from './granularity.ts';
import { quotient } from './graph.ts';
import { labelsOf } from './labels.ts';
import { Report, type ReportOptions } from './report.ts';
import { scaledLabel } from './units.ts';

const SEPARATOR = '-----------+-------------------------------------------------------';

/**
 * Every sample with its labels and stack, as `go tool pprof -traces` prints them (google/pprof, internal/report:
 * printTraces).
 *
 * @throws UserError as {@link Report}.
 */
export function tracesText(profile: Profile, options: ReportOptions = {}): string {
  const report = new Report(profile, options);
  const nodes = nodesOf(report.profile, { ...options, wholePaths: true });
  const { samples, sampleTypes } = report.profile;
  const figures = report.figures();
  const { value, divisor } = report.measure;
  const lines = report.profileLines(figures);
  if (lines.length === 0) lines.push('');
  const at = (sample: number, type: number | undefined) =>
    type === undefined ? 0 : (samples.values[sample * sampleTypes.length + type] as number);
  for (let sample = 0; sample < samples.count; sample++) {
    const frames = framesOf(report.profile, nodes, sample);
    if (frames.length === 0) continue;
    const printed = figures.format(quotient(at(sample, value), at(sample, divisor)));
    lines.push(SEPARATOR, ...labelLines(report, sample));
    frames.forEach((frame, i) => {
      lines.push(`${right(i === 0 ? printed : '', 10)}   ${frame}`);
    });
  }
  return `${[...lines, SEPARATOR].join('\n')}\n`;
}

/** Leaf first. */
function framesOf(profile: Profile, nodes: NodeTable, sample: number): string[] {
  const { stack, stackStart } = profile.samples;
  const frames: string[] = [];
  const to = stackStart[sample + 1] as number;
  for (let i = stackStart[sample] as number; i < to; i++) {
    const location = stack[i] as number;
    const outermost = (nodes.start[location + 1] as number) - 1;
    for (let frame = nodes.start[location] as number; frame <= outermost; frame++) {
      const name = nodes.names[nodes.node[frame] as number] as string;
      frames.push(frame === outermost ? name : `${name} (inline)`);
    }
  }
  return frames;
}

function labelLines({ profile, labelUnits }: Report, sample: number): string[] {
  const { texts, numbers } = labelsOf(profile, sample);
  const line = (key: string, values: readonly string[]) => `${right(key, 10)}:  ${values.join(' ')}`;
  const number = (key: string) => (value: number) => scaledLabel(value, labelUnits.get(key) ?? '', 'auto');
  return [
    ...Array.from(texts, ([key, values]) => line(key, values)).sort(byLine),
    ...Array.from(numbers, ([key, values]) => line(key, values.map(number(key)))).sort(byLine),
  ];
}

/** Go sorts the lines with their ends. */
function byLine(a: string, b: string): number {
  return compareTexts(`${a}\n`, `${b}\n`);
}
