import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../model/report.ts';
import { check } from '../../run/check.ts';
import { judgeStored } from '../../run/judge.ts';
import type { Command } from '../command.ts';
import { examplesFolder } from '../examples.ts';
import { finish, REPORT_OPTIONS } from '../finish.ts';
import type { Terminal } from '../terminal.ts';

/** The main job on the bundled example: a small Go module and a pull request that slows three of its benchmarks. */
export const demo: Command = {
  name: 'demo',
  about: 'the main job on the bundled example module; without Go, on recorded evidence',
  operands: '',
  arity: [0, 0],
  options: {
    recorded: { about: 'judge the recorded evidence even where Go is installed' },
    out: { value: 'DIR', about: 'keep the evidence here' },
    ...REPORT_OPTIONS,
  },
  examples: ['go-perf-gate demo', 'go-perf-gate demo --format markdown'],
  async run(args, terminal) {
    const missing = args.flag('recorded') ? '--recorded' : missingTool();
    const report = missing ? await recorded(missing, terminal) : await live(args.text('out'), terminal);
    terminal.progress.end();
    const status = finish(report, args, terminal);
    terminal.err(
      '\nThe pull request of the example slows three benchmarks on purpose: a real job would end with this exit status.\n',
    );
    return status;
  },
};

function missingTool(): string | undefined {
  return ['go', 'git'].find((tool) => {
    try {
      execFileSync(tool, [tool === 'go' ? 'version' : '--version'], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
}

async function recorded(missing: string, terminal: Terminal): Promise<Report> {
  const why = missing === '--recorded' ? 'as asked' : `because there is no ${missing} here`;
  terminal.err(`Judging the recorded evidence of the example, ${why}: nothing is measured.\n`);
  return judgeStored(join(examplesFolder(), 'evidence'));
}

async function live(out: string | undefined, terminal: Terminal): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'go-perf-gate-demo-'));
  try {
    const dir = join(folder, 'eventlog');
    makeRepository(dir);
    const { report } = await check(
      {
        dir,
        base: { by: 'ref', ref: 'main' },
        tags: '',
        buildFlags: [],
        env: [],
        setup: '',
        rules: { from: 'working-tree' },
        out: out ?? join(folder, 'evidence'),
        approvals: [],
        now: new Date().toISOString(),
      },
      terminal.progress,
    );
    return report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A repository of two commits: the example module on main, and its pull request on a branch. */
function makeRepository(dir: string): void {
  const examples = examplesFolder();
  cpSync(join(examples, 'eventlog'), dir, { recursive: true });
  const identity = ['-c', 'user.name=demo', '-c', 'user.email=demo@example.com', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]) => execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'ignore' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'an event log');
  git('checkout', '--quiet', '-b', 'pull-request');
  git('apply', join(examples, 'pull-request.patch'));
  git('commit', '--quiet', '-a', '-m', 'the pull request');
}
