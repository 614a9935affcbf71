import type { Profile, ValueType } from '../../model/profile.ts';
import { VERSION } from '../../model/version.ts';
import type { Granularity } from '../granularity.ts';
import { sampleTypeIndex } from '../sample-type.ts';
import { pathOf, type StackTree, stackTree } from './stack-tree.ts';

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json';
/** speedscope's units; everything else is shown as a number. */
const UNITS: ReadonlySet<string> = new Set(['nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']);

/**
 * A profile for https://www.speedscope.app, as JSON: one `sampled` profile for each sample type, the asked one shown
 * first. A stack stands once, with all it is worth. speedscope knows no negative weights: those of a diffed profile are
 * left out.
 *
 * @param type index of the sample type that is shown first
 */
export function speedscope(
  profile: Profile,
  name: string,
  type = sampleTypeIndex(profile),
  granularity: Granularity = 'filefunctions',
): string {
  const tree = stackTree([{ profile, types: profile.sampleTypes.map((_, i) => i) }], granularity);
  return `${JSON.stringify({
    $schema: SCHEMA,
    exporter: `go-perf-gate@${VERSION}`,
    name,
    activeProfileIndex: Math.max(type, 0),
    shared: { frames: tree.infos.map((_, i) => frameOf(tree, i)) },
    profiles: profile.sampleTypes.map((valueType, i) => sampled(tree, valueType, tree.self[i] as Float64Array)),
  })}\n`;
}

function frameOf({ infos, names }: StackTree, frame: number) {
  const { name = '', file = '', line = 0, column = 0 } = infos[frame] ?? {};
  return {
    name: name || names[frame],
    ...(file && { file }),
    ...(line > 0 && { line }),
    ...(column > 0 && { col: column }),
  };
}

function sampled(tree: StackTree, { type, unit }: ValueType, self: Float64Array) {
  const samples: number[][] = [];
  const weights: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    const weight = self[node] as number;
    if (weight <= 0) continue;
    samples.push(pathOf(tree, node));
    weights.push(weight);
  }
  return {
    type: 'sampled',
    name: type,
    unit: UNITS.has(unit) ? unit : 'none',
    startValue: 0,
    endValue: weights.reduce((sum, weight) => sum + weight, 0),
    samples,
    weights,
  };
}
