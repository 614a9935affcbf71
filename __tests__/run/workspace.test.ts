import { describe, expect, test } from '@jest/globals';
import { SILENT } from '../../src/run/options.ts';
import { benchFile, GO_MOD, git, inWorkspace, launchOf, put, repository } from './sandbox.ts';

const CODEC = {
  'go.mod': GO_MOD,
  'codec/codec.go': 'package codec\n\nvar Size = 3\n',
  'codec/codec_test.go': benchFile('codec', 'Encode', 'Decode'),
  'other/other.go': 'package other\n',
  'other/other_test.go': benchFile('other', 'Other'),
};

describe('openWorkspace', () => {
  test('builds what the change reaches, sets the rest aside and runs both sides', async () => {
    const dir = repository(CODEC);
    put(dir, {
      'codec/codec.go': 'package codec\n\nvar Size = 4\n',
      'codec/codec_test.go': benchFile('codec', 'Encode', 'New'),
    });
    let root = '';
    await inWorkspace(dir, {}, async (workspace) => {
      const { evidence } = workspace;
      expect(evidence).toMatchObject({
        baseBy: 'last commit',
        base: { label: 'HEAD' },
        head: { label: 'working tree', dirty: true },
      });
      expect(evidence.setAside).toEqual(['example.com/m/other']);
      expect(evidence.packages).toEqual([
        {
          pkg: 'example.com/m/codec',
          dir: 'codec',
          base: { state: 'built', trimpath: true, seconds: expect.any(Number) },
          head: { state: 'built', trimpath: true, seconds: expect.any(Number) },
          identical: false,
          benchmarks: { base: ['Decode', 'Encode'], head: ['Encode', 'New'] },
          reachedBy: ['codec/codec.go', 'codec/codec_test.go'],
        },
      ]);
      expect(workspace.modules).toEqual([{ path: 'example.com/m', dir: '.' }]);
      root = workspace.root;
      const launches = [
        launchOf({ pkg: 'example.com/m/codec', side: 'base' }),
        launchOf({ pkg: 'example.com/m/codec' }),
      ];
      const [base, head] = await workspace.execute(launches, SILENT);
      expect(base).toMatchObject({ order: 0, ending: 'ok', exit: 0, stderr: '', side: 'base' });
      expect(base?.stdout).toMatch(/^pkg: example\.com\/m\/codec$[\s\S]*BenchmarkDecode[\s\S]*^PASS$/m);
      expect(head?.stdout).toMatch(/BenchmarkNew/);
      expect(head?.stdout).not.toMatch(/BenchmarkDecode/);
      expect(head).toMatchObject({ order: 1 });
      expect(head?.maxRss).toBeGreaterThan(1e5);
      expect(head?.wall).toBeGreaterThan(0);
    });
    expect(root).toBe(dir);
    expect(git(dir, 'worktree', 'list').split('\n')).toHaveLength(1);
  });
});
