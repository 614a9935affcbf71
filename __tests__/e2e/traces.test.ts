import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agreementOf, contradictionsIn } from '../../src/crosscheck/trace/agreement.ts';
import { tracedIn } from '../../src/gate/traces.ts';
import { judge } from '../../src/gate.ts';
import type { ProcessRecord, SideName } from '../../src/model/evidence.ts';
import { subjectKey } from '../../src/model/subject.ts';
import { profiles } from '../../src/plan/profiles.ts';
import type { Row } from '../../src/plan/row.ts';
import { profileArgument } from '../../src/run/profile-files.ts';
import { TRACE_ROOM, takeTrace } from '../../src/run/trace-files.ts';
import { evidenceOf, MEASURE, packageOf, processOf } from '../gate/evidence.ts';

const EXAMPLES = join(import.meta.dirname ?? '.', '../../examples');
const PKG = 'example.com/eventlog/store';
const SUBJECT = { pkg: PKG, benchmark: 'Append', gomaxprocs: 2 };
const ROW: Row = { key: subjectKey(SUBJECT), ...SUBJECT, secPerOp: { base: 5e-6, head: 8e-6 } };
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'traces-'));
  for (const side of ['base', 'head']) cpSync(join(EXAMPLES, 'eventlog'), join(folder, side), { recursive: true });
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, 'head') });
  execFileSync('git', ['apply', join(EXAMPLES, 'pull-request.patch')], { cwd: join(folder, 'head') });
  for (const side of ['base', 'head'])
    execFileSync('go', ['test', '-c', '-trimpath', '-o', join(folder, side, 'store.test'), '.'], {
      cwd: join(folder, side, 'store'),
    });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The agreement run of both sides, as the gate plans it, by the real toolchain. */
async function agreementRun(): Promise<readonly ProcessRecord[]> {
  const wanted = { key: ROW.key, growth: null, secPerOp: null, runs: ['trace' as const] };
  const measure = { ...MEASURE, cpu: [2] };
  const launches = profiles([wanted], [ROW], evidenceOf({ seed: 1 }), measure);
  const records: ProcessRecord[] = [];
  for (const [order, launch] of launches.entries()) {
    const file = (kind: string) => join(folder, `${launch.side}.${kind}`);
    const kinds = launch.profilers ?? [];
    const outputs = [...kinds.map((kind) => profileArgument(kind, file(kind))), `-test.trace=${file('trace')}`];
    const cwd = join(folder, launch.side, 'store');
    const { stderr, status } = spawnSync(join(folder, launch.side, 'store.test'), [...launch.args, ...outputs], {
      ...{ cwd, encoding: 'utf8', env: { ...process.env, GODEBUG: launch.godebug } },
    });
    expect(status).toBe(0);
    const { trace, raw } = await takeTrace(file('trace'), TRACE_ROOM);
    const written = kinds.map((kind) => ({ kind, bytes: new Uint8Array(gunzipSync(readFileSync(file(kind)))) }));
    records.push(
      processOf(
        { side: launch.side, phase: 'profile', round: launch.round, rows: launch.rows, order },
        {
          ...launch,
          stderr,
          profiles: written,
          user: 0.1,
          ...(trace ? { trace } : {}),
          ...(raw ? { rawTrace: raw } : {}),
        },
      ),
    );
  }
  return records;
}

describe('the lock that the example holds too long', () => {
  test('is named by function and line, and the tools that watched agree', async () => {
    const processes = await agreementRun();
    const sides = processes.map((p): SideName => p.side);
    expect([...sides].sort()).toEqual(['base', 'head']);
    const pkg = packageOf({}, { pkg: PKG, dir: 'store', module: 'example.com/eventlog' });
    const evidence = evidenceOf({ packages: [pkg], processes });
    const { rows, changes } = tracedIn(evidence, [ROW]);
    const lock = changes.flatMap(({ grown }) => grown).find(({ kind }) => kind === 'wait');
    expect(lock).toMatchObject({
      ...{ function: `${PKG}.(*Writer).Append`, file: 'store/writer.go', elapsed: true },
      text: expect.stringMatching(/^for a lock/),
    });
    const source = readFileSync(join(folder, 'head', 'store/writer.go'), 'utf8').split('\n');
    expect(source[(lock?.line ?? 0) - 1]).toMatch(/\.Lock\(\)/);
    expect([...contradictionsIn(rows)]).toEqual([]);
    const agreement = agreementOf(rows);
    expect(agreement.map(({ status }) => status)).toEqual(Array(5).fill('agree'));
    const cpu = agreement.find(({ quantity }) => quantity.startsWith('seconds of CPU'))?.values;
    expect(cpu?.['trace (samples)']).toBeCloseTo(cpu?.['CPU profile'] ?? -1, 1);
    expect(() => judge(evidence)).not.toThrow();
  }, 120_000);
});
