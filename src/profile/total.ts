import type { Profile } from '../model/profile.ts';
import { type Measure, quotient } from './graph.ts';

/** The label that marks the samples of the base in a difference. */
export const BASE_LABEL = { key: 'pprof::base', value: 'true' } as const;

/**
 * What 100 % is: the sum of all samples' magnitudes, or of the base's alone where some are marked as the base's
 * (google/pprof, internal/report: computeTotal). For a mean, divided by the sum of the divisors.
 */
export function totalOf(profile: Profile, { value, divisor }: Measure): number {
  const { samples, sampleTypes } = profile;
  const types = sampleTypes.length;
  const isBase = baseSamples(profile);
  let [total, div, baseTotal, baseDiv] = [0, 0, 0, 0];
  for (let sample = 0; sample < samples.count; sample++) {
    const v = Math.abs(samples.values[sample * types + value] as number);
    const d = divisor === undefined ? 0 : (samples.values[sample * types + divisor] as number);
    total += v;
    div += d;
    if (!isBase?.(sample)) continue;
    baseTotal += v;
    baseDiv += d;
  }
  return baseTotal > 0 ? quotient(baseTotal, baseDiv) : quotient(total, div);
}

/** Whether a sample is marked as the base's; undefined where none can be. */
function baseSamples({ strings, labels, samples }: Profile): ((sample: number) => boolean) | undefined {
  if (labels.key.length === 0 || !strings.includes(BASE_LABEL.key)) return undefined;
  return (sample) => {
    const to = samples.labelStart[sample + 1] as number;
    for (let i = samples.labelStart[sample] as number; i < to; i++)
      if (strings[labels.key[i] as number] === BASE_LABEL.key && strings[labels.str[i] as number] === BASE_LABEL.value)
        return true;
    return false;
  };
}
