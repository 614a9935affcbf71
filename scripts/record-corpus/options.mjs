// The command line of the recorder.
import { parseArgs } from 'node:util';
import { SETTINGS } from './schedule.mjs';

export const USAGE = `usage: node scripts/record-corpus.mjs OUT --jobs N [options]

Records N jobs into the folder OUT and adds them to those that are there. May be stopped at any time: whole jobs stay.

  --setting S      ${Object.keys(SETTINGS).join(', ')} (default: quiet)
  --rounds R       rounds of a job (default: 48); always the same in one folder
  --bench REGEX    benchmarks to record, as for go test -bench (default: all); always the same in one folder
  --cpu N          CPU that the benchmarks, and the load, are pinned to (default: the last one)
  --calibration R  rounds at f = 1.5 that give the slopes, once at the start and after each run (default: 48)
  --help           this text`;

const OPTIONS = {
  jobs: { type: 'string' },
  setting: { type: 'string', default: 'quiet' },
  rounds: { type: 'string', default: '48' },
  bench: { type: 'string', default: '.' },
  cpu: { type: 'string' },
  calibration: { type: 'string', default: '48' },
  help: { type: 'boolean', default: false },
};

/** What was asked for is wrong; the message says what and how to do it right. */
export class UsageError extends Error {}

/**
 * @param cpus those that may be used
 * @returns { out, jobs, setting, rounds, bench, cpu, calibration } or null where the help is wanted
 * @throws UsageError
 */
export function readOptions(args, cpus) {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  if (positionals.length !== 1) throw new UsageError('one folder OUT is needed');
  if (!Object.hasOwn(SETTINGS, values.setting))
    throw new UsageError(`--setting ${values.setting}: there are ${Object.keys(SETTINGS).join(', ')}`);
  const cpu = values.cpu === undefined ? cpus.at(-1) : whole('cpu', values.cpu, 0);
  if (!cpus.includes(cpu)) throw new UsageError(`--cpu ${cpu}: there are ${cpus.join(', ')}`);
  return {
    out: positionals[0],
    jobs: whole('jobs', values.jobs, 1),
    setting: values.setting,
    rounds: whole('rounds', values.rounds, 1),
    bench: values.bench,
    cpu,
    calibration: whole('calibration', values.calibration, 2),
  };
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function whole(name, text, least) {
  if (text === undefined) throw new UsageError(`--${name} is needed`);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) throw new UsageError(`--${name} ${text}: a whole number from ${least} is needed`);
  return value;
}
