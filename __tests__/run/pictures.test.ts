import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { ProcessRecord, ProfileFile, SideName } from '../../src/model/evidence.ts';
import { subjectKey } from '../../src/model/subject.ts';
import { writePictures } from '../../src/run/store/pictures.ts';
import { encodeProfile } from '../../src/wire/pprof/encode.ts';
import { processRecord } from '../checks/make.ts';
import { cpuRun, memoryRun } from '../compare/profiles/make.ts';
import { evidenceOf } from '../gate/evidence.ts';
import { folder } from './sandbox.ts';

const GROW = '~/codec.grow@~/codec/grow.go:3';

function ran(side: SideName, profiles: readonly ProfileFile[], more: Partial<ProcessRecord> = {}): ProcessRecord {
  const rows = [subjectKey({ pkg: 'example.com/m/codec', benchmark: 'Encode/a<b', gomaxprocs: 2 })];
  const args = ['-test.benchtime=100x'];
  return processRecord({ side, pkg: 'example.com/m/codec', phase: 'profile', rows, args, profiles, ...more });
}

const cpu = (n: number): ProfileFile => ({ kind: 'cpu', bytes: encodeProfile(cpuRun({ [GROW]: n }).profile) });
const heap = (n: number): ProfileFile => ({ kind: 'memory', bytes: encodeProfile(memoryRun({ [GROW]: n }).profile) });

test('a differential flame graph for each kind that both sides have, with a name that is legal everywhere', async () => {
  const dir = folder();
  const processes = [ran('base', [cpu(50), heap(10)]), ran('head', [cpu(150)])];
  await writePictures(dir, evidenceOf({ processes }));
  expect(readdirSync(join(dir, 'pictures'))).toEqual(['example.com_m_codec.Encode_a_b-2.cpu.svg']);
  const svg = readFileSync(join(dir, 'pictures/example.com_m_codec.Encode_a_b-2.cpu.svg'), 'utf8');
  expect(svg).toContain('Encode/a&lt;b-2: cpu, base → head');
  expect(svg).toContain('+200 %');
});

test('what an earlier run left is gone, and nothing is drawn of what cannot be read or did not end well', async () => {
  const dir = folder();
  mkdirSync(join(dir, 'pictures'));
  writeFileSync(join(dir, 'pictures/old.svg'), '');
  const broken = { kind: 'cpu' as const, bytes: new Uint8Array([10, 99]) };
  const processes = [ran('base', [cpu(5), heap(5)]), ran('head', [broken]), ran('head', [heap(5)], { ending: 'exit' })];
  await writePictures(dir, evidenceOf({ processes }));
  expect(existsSync(join(dir, 'pictures'))).toBe(false);
});
