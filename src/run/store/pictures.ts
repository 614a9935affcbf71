import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { iterationsOf } from '../../model/arguments.ts';
import type { Evidence, ProcessRecord, ProfileKind } from '../../model/evidence.ts';
import { groupBy } from '../../model/group-by.ts';
import { differenceGraph, type Side } from '../../profile/exports/difference-graph.ts';
import { sampleTypeIndex } from '../../profile/sample-type.ts';
import { readProfile } from '../../sources/pprof/read.ts';
import { Names } from './names.ts';

const FOLDER = 'pictures';

/** What is drawn of each kind of profile. */
const DRAWN: Readonly<Record<ProfileKind, string>> = {
  cpu: 'cpu',
  memory: 'alloc_space',
  block: 'delay',
  mutex: 'delay',
};

/**
 * A differential flame graph of each benchmark that was profiled on both sides, per operation, as
 * `pictures/<package>.<benchmark>.<kind>.svg`. What an earlier run left there is replaced.
 *
 * @throws when the folder cannot be written
 */
export async function writePictures(dir: string, { processes }: Evidence): Promise<void> {
  await rm(join(dir, FOLDER), { recursive: true, force: true });
  const runs = processes.flatMap((process) =>
    process.phase === 'profile' && !process.traced && process.ending === 'ok'
      ? (process.profiles ?? []).map(({ kind, bytes }) => ({ process, kind, bytes }))
      : [],
  );
  const names = new Names();
  for (const own of groupBy(runs, ({ process, kind }) => `${kind} ${process.rows[0]}`).values()) {
    const [first] = own;
    const [base, head] = (['base', 'head'] as const).map((side) =>
      sideOf(own.find((run) => run.process.side === side)),
    );
    if (!first || !base || !head) continue;
    await mkdir(join(dir, FOLDER), { recursive: true });
    const title = `${benchmarkOf(first.process)}: ${DRAWN[first.kind]}, base → head`;
    const name = names.of(`${first.process.pkg}.${benchmarkOf(first.process)}.${first.kind}`);
    await writeFile(join(dir, FOLDER, `${name}.svg`), differenceGraph(base, head, title));
  }
}

interface Run {
  readonly process: ProcessRecord;
  readonly kind: ProfileKind;
  readonly bytes: Uint8Array;
}

/** Null for what cannot be read, or holds nothing to draw. */
function sideOf(run: Run | undefined): Side | null {
  if (!run) return null;
  const { profile } = readProfile(run.bytes, '');
  const type = profile ? sampleTypeIndex(profile, DRAWN[run.kind]) : -1;
  const operations = iterationsOf(run.process);
  return profile && type >= 0 && profile.samples.count > 0 && operations !== null
    ? { profile, type, operations }
    : null;
}

/** Of a row's key: package, benchmark, GOMAXPROCS, function. */
function benchmarkOf({ rows: [key = '[]'] }: ProcessRecord): string {
  const [, benchmark, procs] = JSON.parse(key) as [string?, string?, number?];
  return `${benchmark ?? ''}-${procs ?? 1}`;
}
