import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import template from '../../examples/workflows/two-stage.yml';
import { workflowFor } from '../../src/cli/workflow.ts';
import { type Files, folder, repository } from '../run/sandbox.ts';
import { call } from './call.ts';

const bench = (name: string, body: string) =>
  `package m\n\nimport "testing"\n\nfunc Benchmark${name}(b *testing.B) {\n${body}\n}\n`;
const WORKS = 'for i := 0; i < b.N; i++ {\n\t_ = make([]byte, i%7)\n}';
const GO_MOD = 'module example.com/m\n\ngo 1.20\n';

interface Step {
  readonly uses: string;
  readonly with: Readonly<Record<string, unknown>>;
}

/** The steps of the workflow that set Go up and that measure. */
function stepsOf(workflow: string): { readonly go: Step['with']; readonly gate: Step['with'] } {
  const steps: Step[] = parse(workflow).jobs.benchmarks.steps;
  const using = (name: string) => steps.find((s) => s.uses.startsWith(name))?.with ?? {};
  return { go: using('actions/setup-go@'), gate: using('go-perf-gate/go-perf-gate@') };
}

const modules = (...dirs: string[]) => dirs.map((dir) => ({ module: { path: `example.com/${dir}`, dir } }));

describe('the workflow', () => {
  test('of a module at the root is the template', () => {
    expect(workflowFor(modules('.', '.'), template)).toBe(template);
    expect(workflowFor(modules('.', 'tools'), template)).toBe(template);
  });

  test.each(['svc', 'services/api-v2', 'with blank', "it's: #1", '$&'])('of the only module, in %s', (dir) => {
    const { go, gate } = stepsOf(workflowFor(modules(dir, dir), template));
    expect(go['go-version-file']).toBe(`${dir}/go.mod`);
    expect(gate).toMatchObject({ 'working-directory': dir, comment: 'never' });
  });

  test('of several modules measures all of them', () => {
    const { go, gate } = stepsOf(workflowFor(modules('a', 'b'), template));
    expect(go['go-version-file']).toBe('a/go.mod');
    expect(gate).not.toHaveProperty('working-directory');
  });
});

describe('init', () => {
  const files: Files = { 'svc/go.mod': GO_MOD, 'svc/codec/x_test.go': bench('Encode', WORKS) };

  test('finds the module in its folder and writes what fits it', async () => {
    const root = repository(files);
    expect((await call('init', root)).status).toBe(0);
    const { go, gate } = stepsOf(readFileSync(join(root, '.github/workflows/perf.yml'), 'utf8'));
    expect([go['go-version-file'], gate['working-directory']]).toEqual(['svc/go.mod', 'svc']);
    const rules = readFileSync(join(root, '.github/go-perf-gate.yml'), 'utf8');
    expect(rules).toContain('pkg: "./codec/**"');
    expect((await call('rules', join(root, '.github/go-perf-gate.yml'))).status).toBe(0);
  });
});

describe('record', () => {
  const record = async (files: Files) => {
    const root = repository({ 'go.mod': GO_MOD, ...files });
    const file = join(folder(), 'baseline.yml');
    const out = join(folder(), 'evidence');
    const result = await call('record', root, '--budget', '5s', '--output', file, '--out', out);
    return { ...result, baseline: readFileSync(file, 'utf8') };
  };

  test('everything measured is a whole baseline', async () => {
    const { status, err, baseline } = await record({ 'x_test.go': bench('Works', WORKS) });
    expect([status, err]).toEqual([0, '']);
    expect(baseline).toContain('benchmark: Works');
  });

  test('what was not measured is said, and the rest is written', async () => {
    const { status, err, baseline } = await record({
      'x_test.go': bench('Works', WORKS),
      'y_test.go': bench('Breaks', 'b.Fatal("no \\x1b[31mfixture")'),
    });
    expect(status).toBe(3);
    expect(err).toMatch(/^not in the baseline: example\.com\/m Breaks: .+\n$/);
    expect(err.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(baseline).toContain('benchmark: Works');
    expect(baseline).not.toContain('Breaks');
  });
});
