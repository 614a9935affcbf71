import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Launch, ProcessRecord } from '../../model/evidence.ts';
import type { Progress } from '../options.ts';
import { MAX_PROFILES, profileArgument, type Taken, takeProfiles, type Written } from '../profile-files.ts';
import type { Runner, RunnerAnswer, RunnerLaunch } from './runner.ts';

/** Most that a process may write to one stream, bytes. */
const MAX_OUTPUT = 16 << 20;
const FLOODED = `killed, more than ${MAX_OUTPUT >> 20} MiB of output`;

/** What is needed to run a launch's binary. */
export interface Program {
  readonly bin: string;
  /** The package's folder in its checkout. */
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  /** Name for its output files, unique to package and side. */
  readonly name: string;
  /** CPUs to run it on; none: all. */
  readonly affinity: readonly number[];
  /** Why it cannot be run. */
  readonly problem?: string;
  /** Seconds that linking it took just before; absent when it was there already. */
  readonly link?: number;
}

/** Runs launches one after the other; keeps the global order. */
export class Processes {
  readonly #runner: () => Promise<Runner>;
  readonly #find: (launch: Launch) => Program | null;
  readonly #out: string;
  #order = 0;
  /** Bytes of profiles that may still be kept. */
  #room = MAX_PROFILES;

  /**
   * @param find the program of a launch, or null when it has none (not built).
   * @param out folder for what the processes write.
   */
  constructor(runner: () => Promise<Runner>, find: (launch: Launch) => Program | null, out: string) {
    this.#runner = runner;
    this.#find = find;
    this.#out = out;
  }

  async execute(launches: readonly Launch[], progress: Progress): Promise<ProcessRecord[]> {
    const records: ProcessRecord[] = [];
    for (const launch of launches) {
      const program = this.#find(launch);
      const linked = program?.link === undefined ? launch : { ...launch, link: program.link };
      records.push(await this.#one(linked, program));
      progress.advance(records.length, launches.length, `${launch.pkg} (${launch.side})`);
    }
    return records;
  }

  async #one(launch: Linked, program: Program | null): Promise<ProcessRecord> {
    const order = this.#order++;
    if (!program) return notStarted(launch, order, 'there is no test binary for it');
    if (program.problem !== undefined) return notStarted(launch, order, program.problem);
    const { bin, dir, env, name, affinity } = program;
    const [stdout, stderr] = [join(this.#out, `${name}.txt`), join(this.#out, `${name}.stderr.txt`)];
    const written = (launch.profilers ?? []).map((kind) => ({ kind, file: join(this.#out, `${name}.${kind}.pb.gz`) }));
    const asked: RunnerLaunch = {
      bin,
      args: [...launch.args, ...written.map(({ kind, file }) => profileArgument(kind, file))],
      dir,
      env: { ...env, ...launch.env, PWD: dir },
      stdout,
      stderr,
      timeout: launch.timeout,
      maxOutput: MAX_OUTPUT,
      affinity,
    };
    const answer = await (await this.#runner()).run(asked);
    if (answer.ending === 'not-started')
      return notStarted(launch, order, answer.error ?? 'for an unknown reason', answer.start);
    const texts = { stdout: await readRange(stdout, answer.stdout), stderr: await readRange(stderr, answer.stderr) };
    return record(launch, order, answer, { ...texts, ...(await this.#take(written)) });
  }

  async #take(written: readonly Written[]): Promise<Taken> {
    const taken = await takeProfiles(written, this.#room);
    this.#room -= taken.profiles.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return taken;
  }
}

type Linked = Launch & Pick<ProcessRecord, 'link'>;

function notStarted(launch: Linked, order: number, why: string, start = Date.now() / 1000): ProcessRecord {
  const nothing = { wall: 0, user: 0, system: 0, maxRss: 0, stdout: '' };
  return { ...launch, ...nothing, order, start, ending: 'not-started', exit: -1, stderr: why };
}

/** What a process left behind. */
interface Left extends Taken {
  readonly stdout: string;
  readonly stderr: string;
}

function record(launch: Linked, order: number, answer: RunnerAnswer, left: Left): ProcessRecord {
  const { start, wall, user, system, maxRss, exit, signal } = answer;
  const flooded = answer.ending === 'output';
  const remarks = [...(answer.note ? [answer.note] : []), ...(flooded ? [FLOODED] : []), ...left.remarks];
  return {
    ...launch,
    order,
    start,
    wall,
    user,
    system,
    maxRss,
    ending: flooded ? 'signal' : (answer.ending as ProcessRecord['ending']),
    exit,
    ...(signal ? { signal } : {}),
    stdout: left.stdout,
    stderr: left.stderr + remarks.map((text) => `go-perf-gate: ${text}\n`).join(''),
    ...(left.profiles.length > 0 ? { profiles: left.profiles } : {}),
  };
}

async function readRange(file: string, { from, to }: { from: number; to: number }): Promise<string> {
  if (to <= from) return '';
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
