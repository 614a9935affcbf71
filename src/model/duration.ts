import { UserError } from './diagnostic.ts';

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/g;
const WHOLE = new RegExp(`^(?:${PART.source})+$`);

/**
 * Seconds of a duration as Go's time.ParseDuration reads it, without a sign: `10m`, `1h30m`, `15ms`.
 *
 * @throws UserError when the text is no duration, or is none above 0
 */
export function parseDuration(text: string): number {
  let seconds = 0;
  if (text.length <= 50 && WHOLE.test(text))
    for (const [, digits, unit = ''] of text.matchAll(PART)) seconds += Number(digits) * (SECONDS[unit] ?? Number.NaN);
  if (seconds > 0 && Number.isFinite(seconds)) return seconds;
  throw new UserError(`${JSON.stringify(text)} is no duration above 0`, { example: '10m, 1h30m, 90s, 15ms' });
}
